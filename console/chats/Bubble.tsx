import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Message } from '../../core/model/message.ts';
import { failureWords } from '../sessions/reasonWords.ts';
import { clockTime } from '../shell/time.ts';
import classes from './Bubble.module.css';
import { MessageMenu } from './MessageMenu.tsx';
import { Reactions } from './Reactions.tsx';
import { Saying } from './Saying.tsx';
import { Ticks } from './Ticks.tsx';

interface Props {
  message: Message;
  /** The one before is from the same side. */
  follows: boolean;
  /** Sends the same text as a new message. */
  onAgain: (text: string) => void;
  onReply: (message: Message) => void;
  onReact: (message: Message, emoji: string) => void;
  chatTitle: string;
}

export function Bubble({ message, follows, chatTitle, onAgain, onReply, onReact }: Props) {
  const { fromMe, content, timestamp, status, reason, participant, pushName, marks } = message;
  const canAnswer = status !== 'failed' && !marks?.deleted && content.type !== 'waiting';
  const [again, setAgain] = useState(false);
  return (
    <article
      className={classes.bubble}
      data-testid="message"
      data-from-me={fromMe}
      data-status={status}
      data-follows={follows}
    >
      {participant && !fromMe && (
        <p className={classes.author} dir="auto">
          {pushName ?? `+${participant.split('@')[0]}`}
        </p>
      )}
      <Saying message={message} chatTitle={chatTitle} />
      <span className={classes.foot}>
        {marks?.edited && !marks.deleted && <span>edited</span>}
        <time dateTime={timestamp}>{clockTime(timestamp)}</time>
        {fromMe && <Ticks status={status} />}
      </span>
      {marks?.reactions && <Reactions reactions={marks.reactions} />}
      {canAnswer && <MessageMenu message={message} onReply={onReply} onReact={onReact} />}
      {status === 'failed' && (
        <div className={classes.failed}>
          <p>Not sent. {failureWords(reason)}</p>
          {content.type === 'text' && !again && (
            <div className={classes.actions}>
              <Button
                size="compact-xs"
                variant="subtle"
                color="red"
                onClick={() => {
                  setAgain(true);
                  onAgain(content.text);
                }}
              >
                Send again
              </Button>
            </div>
          )}
        </div>
      )}
    </article>
  );
}
