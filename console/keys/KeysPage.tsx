import { useState } from 'react';
import { ListPage } from '../shell/ListPage.tsx';
import { useApiKeys } from '../state/useApiKeys.ts';
import { SecretDialog } from '../webhooks/SecretDialog.tsx';
import { KeyCard } from './KeyCard.tsx';
import { KeyDialog } from './KeyDialog.tsx';

export function KeysPage() {
  const look = useApiKeys();
  const [creating, setCreating] = useState(false);
  const [secret, setSecret] = useState<string>();
  const created = (made: string) => {
    setCreating(false);
    setSecret(made);
    look.reload();
  };
  return (
    <>
      <ListPage
        title="API keys"
        summary="Your servers call with them, in the header X-Api-Key."
        create={{ label: 'New key', testId: 'new-key', onClick: () => setCreating(true) }}
        look={look}
        errorTitle="The keys cannot be loaded"
        empty="There is no key yet."
      >
        {(apiKey) => <KeyCard key={apiKey.id} apiKey={apiKey} onChange={look.reload} />}
      </ListPage>
      {creating && <KeyDialog onClose={() => setCreating(false)} onDone={created} />}
      {secret && (
        <SecretDialog
          title="The new key"
          words="Copy it now: it is not shown again. Whoever has it can do what you allowed."
          secret={secret}
          onClose={() => setSecret(undefined)}
        />
      )}
    </>
  );
}
