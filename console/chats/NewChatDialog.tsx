import { Button, Modal, TextInput } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { PhoneNumber } from '../../core/model/jid.ts';
import classes from './NewChatDialog.module.css';

interface Props {
  opened: boolean;
  onClose: () => void;
  onOpen: (key: string) => void;
}

export function NewChatDialog({ opened, onClose, onOpen }: Props) {
  const [number, setNumber] = useState('');
  const [error, setError] = useState<string>();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const parsed = PhoneNumber.safeParse(number.replace(/[\s()./-]/g, ''));
    if (!parsed.success) return setError('A number with its country code, such as +49 151 23456789.');
    setNumber('');
    onClose();
    onOpen(parsed.data);
  };
  return (
    <Modal opened={opened} onClose={onClose} title="New chat">
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          data-autofocus
          label="Phone number"
          description="With the country code."
          placeholder="+49 151 23456789"
          type="tel"
          autoComplete="off"
          value={number}
          error={error}
          onChange={({ currentTarget }) => {
            setNumber(currentTarget.value);
            setError(undefined);
          }}
        />
        <Button type="submit">Open chat</Button>
      </form>
    </Modal>
  );
}
