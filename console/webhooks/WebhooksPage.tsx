import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { SessionsSkeleton } from '../sessions/SessionsSkeleton.tsx';
import page from '../sessions/SessionsPage.module.css';
import { ErrorPanel } from '../shell/ErrorPanel.tsx';
import { usePageTitle } from '../shell/usePageTitle.ts';
import { useWebhooks } from '../state/useWebhooks.ts';
import { SecretDialog } from './SecretDialog.tsx';
import { WebhookCard } from './WebhookCard.tsx';
import { WebhookDialog } from './WebhookDialog.tsx';
import classes from './Webhooks.module.css';

export function WebhooksPage() {
  const { webhooks, error, reload } = useWebhooks();
  const [creating, setCreating] = useState(false);
  const [secret, setSecret] = useState<string>();
  usePageTitle('Webhooks');
  const created = (made?: string) => {
    setCreating(false);
    setSecret(made);
    reload();
  };
  return (
    <div className={page.page}>
      <header className={page.header}>
        <div>
          <h1>Webhooks</h1>
          <p className={page.summary}>Your programs are told what happens, signed and in order.</p>
        </div>
        <Button
          className={classes.create}
          data-testid="new-webhook"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => setCreating(true)}
        >
          New webhook
        </Button>
      </header>
      {error && <ErrorPanel title="The webhooks cannot be loaded" error={error} onRetry={reload} />}
      {!webhooks && !error && <SessionsSkeleton />}
      {webhooks?.length === 0 && <p className={classes.empty}>There is no webhook yet.</p>}
      {webhooks && webhooks.length > 0 && (
        <ul className={classes.list} aria-label="Webhooks">
          {webhooks.map((webhook) => (
            <WebhookCard key={webhook.id} webhook={webhook} onChange={reload} onSecret={setSecret} />
          ))}
        </ul>
      )}
      {creating && <WebhookDialog onClose={() => setCreating(false)} onDone={created} />}
      {secret && (
        <SecretDialog
          title="The signing secret"
          words="Copy it now: it is not shown again. Your program verifies with it that a request comes from here."
          secret={secret}
          onClose={() => setSecret(undefined)}
        />
      )}
    </div>
  );
}
