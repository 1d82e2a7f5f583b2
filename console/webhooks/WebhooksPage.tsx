import { useState } from 'react';
import { ListPage } from '../shell/ListPage.tsx';
import { useWebhooks } from '../state/useWebhooks.ts';
import { SecretDialog } from './SecretDialog.tsx';
import { WebhookCard } from './WebhookCard.tsx';
import { WebhookDialog } from './WebhookDialog.tsx';

export function WebhooksPage() {
  const look = useWebhooks();
  const [creating, setCreating] = useState(false);
  const [secret, setSecret] = useState<string>();
  const created = (made?: string) => {
    setCreating(false);
    setSecret(made);
    look.reload();
  };
  return (
    <>
      <ListPage
        title="Webhooks"
        summary="Your programs are told what happens, signed and in order."
        create={{ label: 'New webhook', testId: 'new-webhook', onClick: () => setCreating(true) }}
        look={look}
        errorTitle="The webhooks cannot be loaded"
        empty="There is no webhook yet."
      >
        {(webhook) => <WebhookCard key={webhook.id} webhook={webhook} onChange={look.reload} onSecret={setSecret} />}
      </ListPage>
      {creating && <WebhookDialog onClose={() => setCreating(false)} onDone={created} />}
      {secret && (
        <SecretDialog
          title="The signing secret"
          words="Copy it now: it is not shown again. Your program verifies with it that a request comes from here."
          secret={secret}
          onClose={() => setSecret(undefined)}
        />
      )}
    </>
  );
}
