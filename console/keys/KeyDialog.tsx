import { Button, Checkbox, Modal, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Scope } from '../../core/model/principal.ts';
import dialog from '../sessions/NewSessionDialog.module.css';
import { SessionPicker } from '../sessions/SessionPicker.tsx';
import { useSubmit } from '../shell/useSubmit.ts';
import { useKeepline } from '../state/useKeepline.ts';
import classes from '../webhooks/Webhooks.module.css';

const WORDS: Record<Scope, string> = {
  'sessions:read': 'read sessions, messages and events',
  'sessions:write': 'make, start, stop and change sessions',
  'messages:send': 'send messages and files',
  webhooks: 'manage webhooks',
  admin: 'manage keys, see the audit log',
};
const ENDS = [
  { value: '', label: 'Never' },
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
];
const DAY_MS = 24 * 3600 * 1000;

/** `onDone` gets the whole key, which nobody can read again. */
export function KeyDialog({ onClose, onDone }: { onClose: () => void; onDone: (secret: string) => void }) {
  const { http } = useKeepline();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<string[]>([]);
  const [sessions, setSessions] = useState<string[]>([]);
  const [days, setDays] = useState<string | null>('');
  const { busy, error, errorOf, submit } = useSubmit(async () => {
    const expiresAt = days ? new Date(Date.now() + Number(days) * DAY_MS).toISOString() : undefined;
    const bound = sessions.length > 0 && { sessions };
    const wish = { name, scopes: scopes as Scope[], ...bound, ...(expiresAt && { expiresAt }) };
    onDone((await http.createApiKey(wish)).secret);
  });

  return (
    <Modal opened onClose={onClose} title="New API key">
      <form className={dialog.form} onSubmit={submit}>
        <TextInput
          data-autofocus
          required
          label="Name"
          description="What it is for: a program, a server."
          maxLength={100}
          value={name}
          error={errorOf('name') ?? (error && !error.details ? error.message : undefined)}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <Checkbox.Group
          label="It may"
          description="Choose what it needs, and no more."
          value={scopes}
          error={errorOf('scopes') && 'Choose at least one.'}
          onChange={setScopes}
        >
          <div className={classes.events}>
            {Scope.options.map((scope) => (
              <Checkbox key={scope} size="xs" value={scope} label={WORDS[scope]} />
            ))}
          </div>
        </Checkbox.Group>
        <SessionPicker
          description="Choose some to keep it away from all others."
          most={100}
          value={sessions}
          error={errorOf('sessions')}
          onChange={setSessions}
        />
        <Select label="It ends" data={ENDS} value={days} allowDeselect={false} onChange={setDays} />
        <div className={dialog.actions}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            Create key
          </Button>
        </div>
      </form>
    </Modal>
  );
}
