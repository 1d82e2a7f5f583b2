import { ActionIcon, Textarea } from '@mantine/core';
import { IconSend2 } from '@tabler/icons-react';
import type { KeyboardEvent, SubmitEvent } from 'react';
import { TEXT_LIMIT } from '../../core/model/content.ts';
import classes from './Composer.module.css';

interface Props {
  ready: boolean;
  title: string;
  text: string;
  onText: (text: string) => void;
  onSend: (text: string) => void;
}

/** Enter sends, Shift+Enter makes a new line. What is written stays until it can be sent. */
export function Composer({ ready, title, text, onText, onSend }: Props) {
  const empty = text.trim() === '';
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!ready || empty) return;
    onSend(text.trim());
    onText('');
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
        dir="auto"
        aria-label={`Message to ${title}`}
        placeholder={ready ? 'Write a message' : 'The session is not connected'}
        autosize
        minRows={1}
        maxRows={6}
        maxLength={TEXT_LIMIT}
        value={text}
        error={!ready && !empty && 'Not connected: this stays here until it can be sent.'}
        onChange={({ currentTarget }) => onText(currentTarget.value)}
        onKeyDown={enter}
      />
      <ActionIcon
        type="submit"
        variant="filled"
        color="teal"
        size={36}
        aria-label="Send"
        // The next message begins where this one ended.
        onMouseDown={(event) => event.preventDefault()}
        disabled={!ready || empty}
      >
        <IconSend2 size={18} aria-hidden />
      </ActionIcon>
    </form>
  );
}
