import { isGroup, phoneNumberOf } from '../../core/model/jid.ts';
import type { Message } from '../../core/model/message.ts';
import { MediaView } from './MediaView.tsx';
import { MessageText } from './MessageText.tsx';
import { PollView } from './PollView.tsx';
import { QuoteBlock } from './QuoteBlock.tsx';
import classes from './Saying.module.css';

/** What a message says now: what it was written as, and what was done to it since. */
export function Saying({ message, chatTitle }: { message: Message; chatTitle: string }) {
  const { content, marks, sessionId } = message;
  if (marks?.deleted) return <p className={classes.deleted}>This message was deleted</p>;
  const quote = 'quote' in content ? content.quote : undefined;
  const forwarded = 'forwarded' in content && content.forwarded;
  const edited = marks?.edited;
  return (
    <>
      {forwarded && <p className={classes.forwarded}>Forwarded</p>}
      {quote && (
        <QuoteBlock author={authorOf(message, quote.participant, chatTitle)} text={quote.text ?? 'A message'} />
      )}
      {'media' in content ? (
        <>
          <MediaView sessionId={sessionId} kind={content.type} media={content.media} caption={content.caption} />
          {(edited?.text ?? content.caption) && (
            <MessageText content={{ type: 'text', text: edited?.text ?? content.caption ?? '' }} />
          )}
        </>
      ) : content.type === 'poll' ? (
        <PollView poll={content} votes={marks?.votes} />
      ) : content.type === 'location' ? (
        <a
          className={classes.place}
          href={`https://www.openstreetmap.org/?mlat=${content.latitude}&mlon=${content.longitude}#map=16/${content.latitude}/${content.longitude}`}
          target="_blank"
          rel="noopener noreferrer"
        >
          {content.name ?? 'Location'}
          <span>{content.address ?? `${content.latitude.toFixed(5)}, ${content.longitude.toFixed(5)}`}</span>
        </a>
      ) : (
        <MessageText content={edited && content.type === 'text' ? { ...content, text: edited.text } : content} />
      )}
    </>
  );
}

/** Who wrote what is answered. In a chat of two it is the other one or the account itself. */
function authorOf({ chatId, lid }: Message, participant: string | undefined, chatTitle: string): string {
  if (participant === undefined || participant === chatId || participant === lid) return chatTitle;
  if (!isGroup(chatId)) return 'You';
  const number = phoneNumberOf(participant);
  return number === undefined ? 'A member' : `+${number}`;
}
