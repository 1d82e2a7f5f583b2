import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import dialog from '../sessions/NewSessionDialog.module.css';
import { useSubmit } from '../shell/useSubmit.ts';
import { useKeepline } from '../state/useKeepline.ts';

export function NewLeadDialog({ onClose }: { onClose: () => void }) {
  const { http } = useKeepline();
  const [number, setNumber] = useState('');
  const [name, setName] = useState('');
  const { busy, error, submit } = useSubmit(async () => {
    await http.createLead({ number: number.replaceAll(/[\s()-]/g, ''), ...(name.trim() && { name: name.trim() }) });
    onClose();
  });
  return (
    <Modal opened onClose={onClose} title="New lead">
      <form className={dialog.form} onSubmit={submit}>
        <TextInput
          data-autofocus
          required
          label="Number"
          description="With country code."
          value={number}
          error={error?.details?.[0]?.message ?? error?.message}
          onChange={({ currentTarget }) => setNumber(currentTarget.value)}
        />
        <TextInput
          label="Name"
          maxLength={200}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <Button type="submit" loading={busy}>
          Create lead
        </Button>
      </form>
    </Modal>
  );
}
