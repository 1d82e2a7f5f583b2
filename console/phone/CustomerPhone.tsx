import { ActionIcon, TextInput } from '@mantine/core';
import { IconSend2 } from '@tabler/icons-react';
import { useEffect, useState, type SubmitEvent } from 'react';
import classes from './CustomerPhone.module.css';
import type { PhoneApi } from './phoneApi.ts';
import { PhoneFrame } from './PhoneFrame.tsx';
import { PhoneMessages } from './PhoneMessages.tsx';
import { useMadePhone } from './useMadePhone.ts';
import { usePhone } from './usePhone.ts';
import { useTry } from './useTry.ts';

interface Props {
  api: PhoneApi;
  number: string | undefined;
  onCreated: (number: string) => void;
  /** The session's number. */
  to: string | undefined;
}

/** The phone of somebody who writes to the session, open at that chat. */
export function CustomerPhone({ api, number, onCreated, to }: Props) {
  const { phone, messages, gone } = usePhone(api, number);
  const { busy, error, attempt } = useTry();
  const [text, setText] = useState('');
  const chat = messages.filter((message) => (message.fromMe ? message.to : message.from) === to);
  const missing = number === undefined || gone;

  useMadePhone(api, missing, 'Mia Keller', onCreated);

  const newest = chat.findLast((message) => !message.fromMe)?.messageId;
  useEffect(() => {
    // What is on the screen has been read.
    if (number !== undefined && newest !== undefined) void api.read(number, newest).catch(() => {});
  }, [api, number, newest]);

  const send = (event: SubmitEvent) => {
    event.preventDefault();
    if (!phone || !to || text.trim() === '') return;
    void attempt(async () => {
      await api.write(phone.number, to, text.trim());
      setText('');
    });
  };

  return (
    <PhoneFrame title={phone?.name ?? 'A customer'} number={phone?.number}>
      <p className={classes.with}>{to ? `Chat with +${to}` : 'The session has no number yet.'}</p>
      <PhoneMessages messages={chat} />
      {error && (
        <p className={classes.error} role="alert">
          {error}
        </p>
      )}
      <form className={classes.composer} onSubmit={send}>
        <TextInput
          data-testid="phone-composer"
          className={classes.text}
          radius="xl"
          aria-label="Message from this phone"
          placeholder="Message"
          disabled={!phone || !to}
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
        <ActionIcon
          type="submit"
          variant="filled"
          color="teal"
          radius="xl"
          size={36}
          aria-label="Send from this phone"
          loading={busy}
          disabled={!phone || !to}
        >
          <IconSend2 size={17} aria-hidden />
        </ActionIcon>
      </form>
    </PhoneFrame>
  );
}
