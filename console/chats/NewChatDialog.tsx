import { Button, Modal } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { PhoneNumberInput } from '../shell/PhoneNumberInput.tsx';
import { readNumber } from '../shell/readNumber.ts';
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
    const read = readNumber(number);
    if ('error' in read) return setError(read.error);
    setNumber('');
    onClose();
    onOpen(read.number);
  };
  return (
    <Modal opened={opened} onClose={onClose} title="New chat">
      <form className={classes.form} onSubmit={submit}>
        <PhoneNumberInput
          description="Of the person to write to, with the country code."
          value={number}
          error={error}
          onChange={(value) => {
            setNumber(value);
            setError(undefined);
          }}
        />
        <Button type="submit">Open chat</Button>
      </form>
    </Modal>
  );
}
