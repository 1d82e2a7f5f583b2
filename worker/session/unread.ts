import type { MessageId, SessionId } from '../../core/model/ids.ts';
import type { Message } from '../../core/model/message.ts';
import { getChat } from '../../core/store/chats.ts';
import { listMessages } from '../../core/store/messages.ts';
import type { Table } from '../../core/store/table.ts';

/** The newest of a chat that are looked at; older ones were read long ago, or never will be. */
const PAGES = 4;
const A_PAGE = 50;

/**
 * The messages of a chat that are to be marked as read: those that are named, else all that are unread.
 * @returns them, and how many newer ones stay unread; undefined when one that is named is not among the newest
 */
export async function unreadOf(
  table: Table,
  sessionId: SessionId,
  chatId: string,
  named: readonly MessageId[] | undefined,
): Promise<{ messages: Message[]; left: number } | undefined> {
  const { unread = 0 } = (await getChat(table, sessionId, chatId)) ?? {};
  const wanted = new Set(named);
  const isWanted = ({ id }: Message) => wanted.has(id);
  const isEnough = (received: Message[]) =>
    named ? received.filter(isWanted).length === wanted.size : received.length >= unread;
  const received = await newestReceived(table, sessionId, chatId, isEnough);
  if (!named) return { messages: received.slice(0, unread), left: 0 };
  if (!isEnough(received)) return undefined;
  // Who read one has read those before it; those after it are still new, as far as they were.
  return { messages: received.filter(isWanted), left: Math.min(received.findIndex(isWanted), unread) };
}

/** What a chat got, the newest first, until it is enough. */
async function newestReceived(
  table: Table,
  sessionId: SessionId,
  chat: string,
  isEnough: (received: Message[]) => boolean,
): Promise<Message[]> {
  const received: Message[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES && !isEnough(received); page++) {
    const found = await listMessages(table, sessionId, { chat, cursor, limit: A_PAGE });
    received.push(...found.messages.filter(({ fromMe, content }) => !fromMe && content.type !== 'waiting'));
    cursor = found.cursor;
    if (!cursor) break;
  }
  return received;
}
