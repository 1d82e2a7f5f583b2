import { Button, Modal, TextInput } from '@mantine/core';
import { useRef, useState, type SubmitEvent } from 'react';
import { KeeplineClientError } from '../../client/index.ts';
import { navigate } from '../routing.ts';
import { useKeepline } from '../state/useKeepline.ts';
import classes from './NewSessionDialog.module.css';

interface Props {
  opened: boolean;
  onClose: () => void;
}

export function NewSessionDialog({ opened, onClose }: Props) {
  const { http } = useKeepline();
  const [label, setLabel] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  // The same key for a second try: an answer that got lost does not make a second session.
  const key = useRef(crypto.randomUUID());

  const create = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    const name = label.trim();
    try {
      const { id } = await http.createSession({ ...(name && { label: name }) }, { idempotencyKey: key.current });
      navigate({ page: 'session', id, chat: undefined });
    } catch (failure) {
      if (!(failure instanceof KeeplineClientError)) throw failure;
      if (failure.code !== 'network' && failure.code !== 'unavailable') key.current = crypto.randomUUID();
      setError(failure.message);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Modal opened={opened} onClose={onClose} title="New session">
      <form className={classes.form} onSubmit={(event) => void create(event)}>
        <TextInput
          data-autofocus
          label="Label"
          description="How you recognise it, for example the shop or the team. You can leave it empty."
          placeholder="Support Berlin"
          maxLength={100}
          value={label}
          error={error}
          onChange={({ currentTarget }) => setLabel(currentTarget.value)}
        />
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            Create and show QR code
          </Button>
        </div>
      </form>
    </Modal>
  );
}
