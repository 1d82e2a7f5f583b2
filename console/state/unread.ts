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
