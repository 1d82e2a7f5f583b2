import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ApiKey } from '../../core/model/apiKeys.ts';
import { ConfirmDialog } from '../session/ConfirmDialog.tsx';
import { useAction } from '../session/useAction.ts';
import { Ago } from '../shell/Ago.tsx';
import { fullTime } from '../shell/time.ts';
import { useKeepline } from '../state/useKeepline.ts';
import { Tag } from '../webhooks/Tag.tsx';
import classes from '../webhooks/Webhooks.module.css';

function standing({ revokedAt, expiresAt }: ApiKey): { tone: 'good' | 'bad'; words: string } {
  if (revokedAt) return { tone: 'bad', words: 'Revoked' };
  if (expiresAt && Date.parse(expiresAt) <= Date.now()) return { tone: 'bad', words: 'Ended' };
  return { tone: 'good', words: 'Active' };
}

export function KeyCard({ apiKey, onChange }: { apiKey: ApiKey; onChange: () => void }) {
  const { http } = useKeepline();
  const { busy, run } = useAction();
  const [asking, setAsking] = useState(false);
  const { id, name, scopes, sessions, createdAt, expiresAt, lastUsedAt, revokedAt } = apiKey;
  const { tone, words } = standing(apiKey);
  const revoke = async () => {
    await run('Revoking the key', async () => void (await http.revokeApiKey(id)));
    setAsking(false);
    onChange();
  };
  return (
    <li className={classes.card} data-testid="api-key">
      <div className={classes.head}>
        <div>
          <h2 className={classes.title}>{name}</h2>
          <p className={classes.url}>{id}</p>
        </div>
        <Tag tone={tone} label={words} />
        {!revokedAt && (
          <div className={classes.actions}>
            <Button size="xs" variant="default" aria-label={`Revoke ${name}`} onClick={() => setAsking(true)}>
              Revoke…
            </Button>
          </div>
        )}
      </div>
      <p className={classes.fact}>May: {scopes.join(', ')}.</p>
      {sessions && <p className={classes.fact}>Only for: {sessions.join(', ')}.</p>}
      <p className={classes.fact}>
        Made <Ago time={createdAt} />,{' '}
        {lastUsedAt ? (
          <>
            last used <Ago time={lastUsedAt} />
          </>
        ) : (
          'never used'
        )}
        {expiresAt && `, until ${fullTime(expiresAt)}`}.
      </p>
      <ConfirmDialog
        opened={asking}
        title={`Revoke ${name}?`}
        text="Programs that call with it are refused from now on, and their connections end. This cannot be taken back."
        action="Revoke key"
        busy={busy}
        onConfirm={() => void revoke()}
        onClose={() => setAsking(false)}
      />
    </li>
  );
}
