import { Button, Modal, TextInput } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { KeeplineClientError } from '../../client/index.ts';
import dialog from '../sessions/NewSessionDialog.module.css';
import { useKeepline } from '../state/useKeepline.ts';

export function NewLeadDialog({ onClose }: { onClose: () => void }) {
  const { http } = useKeepline();
  const [number, setNumber] = useState('');
  const [name, setName] = useState('');
  const [error, setError] = useState<string>();
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    try {
      await http.createLead({ number: number.replaceAll(/[\s()-]/g, ''), ...(name.trim() && { name: name.trim() }) });
      onClose();
    } catch (failure) {
      if (!(failure instanceof KeeplineClientError)) throw failure;
      setError(failure.details?.[0]?.message ?? failure.message);
    }
  };
  return (
    <Modal opened onClose={onClose} title="New lead">
      <form className={dialog.form} onSubmit={(event) => void save(event)}>
        <TextInput
          data-autofocus
          required
          label="Number"
          description="With country code."
          value={number}
          error={error}
          onChange={({ currentTarget }) => setNumber(currentTarget.value)}
        />
        <TextInput
          label="Name"
          maxLength={200}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <Button type="submit">Create lead</Button>
      </form>
    </Modal>
  );
}
