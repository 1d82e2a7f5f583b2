import { ActionIcon, CloseButton, FileButton, Textarea } from '@mantine/core';
import { IconPaperclip, IconSend2 } from '@tabler/icons-react';
import { type KeyboardEvent, type SubmitEvent, useState } from 'react';
import { TEXT_LIMIT } from '../../core/model/content.ts';
import type { Message } from '../../core/model/message.ts';
import { byteWords } from '../shell/byteWords.ts';
import classes from './Composer.module.css';
import { textOf } from './textOf.ts';
import type { Said } from './useSend.ts';

interface Props {
  ready: boolean;
  title: string;
  text: string;
  /** The message that is being answered. */
  reply: Message | undefined;
  onText: (text: string) => void;
  onNoReply: () => void;
  onSend: (said: Said) => void;
}

/** Enter sends, Shift+Enter makes a new line. What is written stays until it can be sent. */
export function Composer({ ready, title, text, reply, onText, onNoReply, onSend }: Props) {
  const [file, setFile] = useState<File>();
  const empty = text.trim() === '' && !file;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!ready || empty) return;
    onSend({ text: text.trim(), file });
    onText('');
    setFile(undefined);
  };
  const enter = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // An Enter that only ends the choice of a character does not send.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.currentTarget.form?.requestSubmit();
  };
  return (
    <form className={classes.composer} onSubmit={submit}>
      {reply && (
        <p className={classes.with}>
          <span dir="auto">
            Answers {reply.fromMe ? 'your own' : title}: {textOf(reply.content)}
          </span>
          <CloseButton size="sm" aria-label="Do not answer it" onClick={onNoReply} />
        </p>
      )}
      {file && (
        <p className={classes.with} data-testid="attached">
          <span>
            {file.name} ({byteWords(file.size)})
          </span>
          <CloseButton size="sm" aria-label={`Do not send ${file.name}`} onClick={() => setFile(undefined)} />
        </p>
      )}
      <FileButton onChange={(chosen) => chosen && setFile(chosen)}>
        {(props) => (
          <ActionIcon {...props} variant="subtle" color="gray" size={36} aria-label="Attach a file">
            <IconPaperclip size={19} aria-hidden />
          </ActionIcon>
        )}
      </FileButton>
      <Textarea
        data-testid="composer"
        className={classes.text}
        dir="auto"
        aria-label={`Message to ${title}`}
        placeholder={ready ? (file ? 'Add a caption' : 'Write a message') : 'The session is not connected'}
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
