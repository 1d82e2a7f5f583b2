import { ActionIcon, Textarea } from '@mantine/core';
import { IconSend2 } from '@tabler/icons-react';
import { useState, type KeyboardEvent, type SubmitEvent } from 'react';
import { TEXT_LIMIT } from '../../core/model/message.ts';
import classes from './Composer.module.css';

interface Props {
  ready: boolean;
  title: string;
  onSend: (text: string) => void;
}

/** Enter sends, Shift+Enter makes a new line. */
export function Composer({ ready, title, onSend }: Props) {
  const [text, setText] = useState('');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!ready || text.trim() === '') return;
    onSend(text.trim());
    setText('');
  };
  const enter = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // An Enter that only ends the choice of a character does not send.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.currentTarget.form?.requestSubmit();
  };
  return (
    <form className={classes.composer} onSubmit={submit}>
      <Textarea
        data-testid="composer"
        className={classes.text}
        aria-label={`Message to ${title}`}
        placeholder={ready ? 'Write a message' : 'The session is not connected: nothing can be sent now'}
        autosize
        minRows={1}
        maxRows={6}
        maxLength={TEXT_LIMIT}
        disabled={!ready}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
        onKeyDown={enter}
      />
      <ActionIcon
        type="submit"
        variant="filled"
        color="teal"
        size={36}
        aria-label="Send"
        disabled={!ready || text.trim() === ''}
      >
        <IconSend2 size={18} aria-hidden />
      </ActionIcon>
    </form>
  );
}
