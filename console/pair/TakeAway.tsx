import { Button, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy, IconDownload } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { saveFile } from '../shell/saveFile.ts';
import classes from './PairPage.module.css';
import type { Taken } from './useHandover.ts';

/** What the bot author came for. */
export function TakeAway({ taken: { session, archive }, onAgain }: { taken: Taken; onAgain: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className={classes.card} aria-label="Your session">
      <h2 ref={heading} tabIndex={-1} className={classes.heading}>
        Your session is ready
      </h2>
      <p className={classes.dim}>
        It is only in this tab: everything was erased on our side, and the phone stays linked. Take it before you close
        the page.
      </p>
      <h3>Session string</h3>
      <p className={classes.dim}>
        For your bot’s <code>SESSION_ID</code>: the credentials as <code>Keepline~</code> and the base64 of a gzipped{' '}
        <code>creds.json</code>. Bots with a prefix of their own want theirs in its place.
      </p>
      <textarea
        className={classes.string}
        data-testid="session-string"
        aria-label="Session string"
        readOnly
        rows={5}
        value={session}
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
      <div className={classes.actions}>
        <CopyButton value={session} timeout={3000}>
          {({ copied, copy }) => (
            <Button
              leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
              onClick={copy}
            >
              {copied ? 'Copied' : 'Copy the string'}
            </Button>
          )}
        </CopyButton>
        {archive && (
          <Button
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
            onClick={() => saveFile('session.zip', archive, 'application/zip')}
            data-testid="archive"
          >
            Download the archive
          </Button>
        )}
      </div>
      <p className={classes.dim}>
        {archive
          ? 'The archive has all keys, too. Unzip it into the folder that you give to useMultiFileAuthState, and no message has to be asked for twice.'
          : 'The archive could not be fetched any more. The string is enough: your bot makes the other keys anew.'}
      </p>
      <p className={classes.warning}>
        Keep it like a password: who has it reads and writes as you. Start only one bot with it. To end it, remove the
        device in WhatsApp under Linked devices.
      </p>
      <div className={classes.actions}>
        <Button variant="subtle" onClick={onAgain}>
          Pair another phone
        </Button>
      </div>
    </section>
  );
}
