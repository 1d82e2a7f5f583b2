import { Button, CopyButton, Modal } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import dialog from '../sessions/NewSessionDialog.module.css';
import classes from './Webhooks.module.css';

interface Props {
  title: string;
  words: string;
  secret: string;
  onClose: () => void;
}

/** The one time that a secret is shown. */
export function SecretDialog({ title, words, secret, onClose }: Props) {
  return (
    <Modal opened onClose={onClose} title={title}>
      <div className={dialog.form}>
        <p>{words}</p>
        <code className={classes.secret} data-testid="secret">
          {secret}
        </code>
        <div className={dialog.actions}>
          <CopyButton value={secret} timeout={3000}>
            {({ copied, copy }) => (
              <Button
                variant="default"
                leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
                onClick={copy}
              >
                {copied ? 'Copied' : 'Copy'}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose}>I have it</Button>
        </div>
      </div>
    </Modal>
  );
}
