import { Button, CopyButton, Modal } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import dialog from '../sessions/NewSessionDialog.module.css';
import classes from './Webhooks.module.css';

/** The one time that a secret is shown. */
export function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title="The signing secret">
      <div className={dialog.form}>
        <p>Copy it now: it is not shown again. Your program verifies with it that a request comes from here.</p>
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
