import type { Chat } from './chatsOf.ts';
import type { Message } from '../../core/model/message.ts';

/** Times, ISO 8601: by chat key, up to where it was read; under '' when this browser first saw the session. */
export type ReadMarks = Readonly<Record<string, string>>;

/** What came after the last that was read or answered; oldest first. */
export function unreadOf({ key, messages }: Chat, marks: ReadMarks): Message[] {
  const read = [marks[''] ?? '', marks[key] ?? ''].toSorted().at(-1) ?? '';
  const answered = messages.findLastIndex(({ fromMe }) => fromMe);
  return messages.slice(answered + 1).filter(({ timestamp }) => timestamp > read);
}

/** The marks once the chat has been looked at; the same object when nothing is new. */
export function markRead(marks: ReadMarks, { key, messages }: Chat): ReadMarks {
  const last = messages.at(-1)?.timestamp;
  return last && last > (marks[key] ?? '') ? { ...marks, [key]: last } : marks;
}

/** As far as WhatsApp dates a message. */
const secondOf = (time: string): string => time.slice(0, '2026-01-31T12:00:00'.length);

/**
 * The marks once a message has come in: of the very second of the first visit it may bear a time before it, and is new all
 * the same. The same object where that is not so.
 */
export function markArrival(marks: ReadMarks, { timestamp }: Message): ReadMarks {
  const visited = marks[''] ?? '';
  if (timestamp > visited || secondOf(timestamp) !== secondOf(visited)) return marks;
  return { ...marks, '': new Date(Date.parse(timestamp) - 1).toISOString() };
}
