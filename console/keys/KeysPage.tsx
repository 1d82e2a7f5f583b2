import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import page from '../sessions/SessionsPage.module.css';
import { SessionsSkeleton } from '../sessions/SessionsSkeleton.tsx';
import { ErrorPanel } from '../shell/ErrorPanel.tsx';
import { usePageTitle } from '../shell/usePageTitle.ts';
import { useApiKeys } from '../state/useApiKeys.ts';
import { SecretDialog } from '../webhooks/SecretDialog.tsx';
import classes from '../webhooks/Webhooks.module.css';
import { KeyCard } from './KeyCard.tsx';
import { KeyDialog } from './KeyDialog.tsx';

export function KeysPage() {
  const { keys, error, reload } = useApiKeys();
  const [creating, setCreating] = useState(false);
  const [secret, setSecret] = useState<string>();
  usePageTitle('API keys');
  const created = (made: string) => {
    setCreating(false);
    setSecret(made);
    reload();
  };
  return (
    <div className={page.page}>
      <header className={page.header}>
        <div>
          <h1>API keys</h1>
          <p className={page.summary}>Your servers call with them, in the header X-Api-Key.</p>
        </div>
        <Button
          className={classes.create}
          data-testid="new-key"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => setCreating(true)}
        >
          New key
        </Button>
      </header>
      {error && <ErrorPanel title="The keys cannot be loaded" error={error} onRetry={reload} />}
      {!keys && !error && <SessionsSkeleton />}
      {keys?.length === 0 && <p className={classes.empty}>There is no key yet.</p>}
      {keys && keys.length > 0 && (
        <ul className={classes.list} aria-label="API keys">
          {keys.map((apiKey) => (
            <KeyCard key={apiKey.id} apiKey={apiKey} onChange={reload} />
          ))}
        </ul>
      )}
      {creating && <KeyDialog onClose={() => setCreating(false)} onDone={created} />}
      {secret && (
        <SecretDialog
          title="The new key"
          words="Copy it now: it is not shown again. Whoever has it can do what you allowed."
          secret={secret}
          onClose={() => setSecret(undefined)}
        />
      )}
    </div>
  );
}
