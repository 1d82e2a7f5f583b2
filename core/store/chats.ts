/** The chats of a session, projected from its journal: a row each, in the index of time by their newest message. */
import { BatchGetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Chat, type ChatChange, LastMessage } from '../model/chats.ts';
import type { SessionId } from '../model/ids.ts';
import { isGroup } from '../model/jid.ts';
import { chatRow } from './chatNamed.ts';
import { setAll } from './expressions.ts';
import { chatKey, chatOrder, CHATS, sessionKey } from './keys.ts';
import { namesOf } from './names.ts';
import { listPage } from './query.ts';
import { succeeds, type Table } from './table.ts';

const Row = z.object({
  chatId: z.string(),
  lid: z.string().optional(),
  unread: z.int().default(0),
  /** Absent while only settings of the chat are known. */
  lastAt: z.string().optional(),
  lastMessage: LastMessage.optional(),
  archived: z.boolean().default(false),
  pinned: z.boolean().default(false),
  mutedUntil: z.string().nullable().optional(),
});
type Row = z.infer<typeof Row>;

function toChat({ lastAt, mutedUntil, ...row }: Row, name: string | undefined): Chat | undefined {
  if (!lastAt) return undefined;
  const kind = isGroup(row.chatId) ? 'group' : 'individual';
  return { kind, name, lastAt, mutedUntil: mutedUntil ?? undefined, ...row };
}

/** A change to a chat that another one becomes part of, whose row this is. */
export function withFormer(update: ChatUpdate, former: Record<string, unknown>): ChatUpdate {
  const { unread, lastAt, lastMessage, archived, pinned, mutedUntil } = Row.parse(former);
  const newest = lastAt && lastAt > (update.newest?.lastAt ?? '') ? { lastAt, lastMessage } : update.newest;
  return {
    ...(archived && { archived }),
    ...(pinned && { pinned }),
    ...(mutedUntil && { mutedUntil }),
    ...(former['heard'] === true && { heard: true }),
    ...update,
    received: update.received + (update.unread === undefined ? unread : 0),
    ...(newest && { newest }),
  };
}

/** What one journal entry does to a chat. */
export interface ChatUpdate extends Omit<ChatChange, 'lastAt'> {
  /** Received messages on top of what was unread, or of `unread`. */
  received: number;
  newest?: { lastAt: string; lastMessage?: LastMessage | undefined };
  /** The other side has written. */
  heard?: true;
}

/** Where chats were last put in the index, by chat: the time of their newest message then. */
export interface Placed {
  get: (chatId: string) => string | undefined;
  set: (chatId: string, at: string) => unknown;
}

/**
 * A chat moves in the index once in so long: to move is two units of writing, and somebody who writes often is near the top
 * anyway. So lists are in order within a page, and to the minute from page to page.
 */
const MOVES_AFTER_MS = 60_000;

/** Writes what entry `n` does to a chat, once. A message older than the newest one does not become the newest. */
export async function updateChat(
  table: Table,
  id: SessionId,
  n: number,
  update: ChatUpdate,
  placed: Placed,
): Promise<void> {
  const { newest, ...rest } = update;
  if (newest) {
    const { chatId } = update;
    const place = placed.get(chatId);
    const moves = place === undefined || Date.parse(newest.lastAt) - Date.parse(place) >= MOVES_AFTER_MS;
    const time = moves ? chatOrder(newest.lastAt, chatId) : undefined;
    if (await writeChat(table, id, n, update, time)) {
      if (moves) placed.set(chatId, newest.lastAt);
      return;
    }
  }
  await writeChat(table, id, n, rest);
}

async function writeChat(
  { db, TableName }: Table,
  id: SessionId,
  n: number,
  update: ChatUpdate,
  time?: string,
): Promise<boolean> {
  const { chatId, received, unread, newest, ...others } = update;
  const set = setAll({ chatId, n, ...others, ...newest, time });
  const count = unread === undefined ? 'if_not_exists(unread, :unread)' : ':unread';
  return succeeds(
    db.send(
      new UpdateCommand({
        TableName,
        Key: chatKey(id, chatId),
        ...set,
        UpdateExpression: `${set.UpdateExpression}, unread = ${count} + :received`,
        ConditionExpression:
          '(attribute_not_exists(n) OR n < :n)' +
          (newest ? ' AND (attribute_not_exists(lastAt) OR lastAt <= :lastAt)' : ''),
        ExpressionAttributeValues: { ...set.ExpressionAttributeValues, ':unread': unread ?? 0, ':received': received },
      }),
    ),
  );
}

export async function getChat(table: Table, id: SessionId, chatId: string): Promise<Chat | undefined> {
  const Item = await chatRow(table, id, chatId);
  return Item && toChat(Row.parse(Item), (await namesOf(table, id, [chatId])).get(chatId));
}

interface Wanted {
  kind?: Chat['kind'] | undefined;
  unread?: boolean | undefined;
  archived?: boolean | undefined;
  cursor?: string | undefined;
  limit: number;
}

const suits = ({ kind, unread, archived }: Wanted, chat: Chat): boolean =>
  (kind === undefined || chat.kind === kind) &&
  (unread === undefined || chat.unread > 0 === unread) &&
  (archived === undefined || chat.archived === archived);

const Heard = z.object({ chatId: z.string(), heard: z.boolean().optional(), lastMessage: LastMessage.optional() });

/** Those of the chats in which the other side has written, as far as rows tell. At most 100. */
export async function whoWrote(
  { db, TableName }: Table,
  id: SessionId,
  chatIds: readonly string[],
): Promise<Set<string>> {
  const wrote = new Set<string>();
  let Keys = chatIds.map((chatId) => chatKey(id, chatId));
  while (Keys.length > 0) {
    const RequestItems = { [TableName]: { Keys, ProjectionExpression: 'chatId, heard, lastMessage' } };
    const { Responses, UnprocessedKeys } = await db.send(new BatchGetCommand({ RequestItems }));
    for (const item of Responses?.[TableName] ?? []) {
      const { chatId, heard, lastMessage } = Heard.parse(item);
      // Rows of an older version say no more than whose the last word was.
      if (heard || lastMessage?.fromMe === false) wrote.add(chatId);
    }
    Keys = (UnprocessedKeys?.[TableName]?.Keys ?? []) as typeof Keys;
  }
  return wrote;
}

/** A session's chats, the newest message first. */
export async function listChats(
  table: Table,
  id: SessionId,
  wanted: Wanted,
): Promise<{ chats: Chat[]; cursor: string | undefined }> {
  const { kind = '', unread = '', archived = '', limit } = wanted;
  const { pk } = sessionKey(id);
  const query = {
    IndexName: 'time',
    Select: 'ALL_ATTRIBUTES' as const,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND begins_with(#time, :chats)',
    ExpressionAttributeNames: { '#time': 'time' },
    ExpressionAttributeValues: { ':pk': pk, ':chats': CHATS },
    ScanIndexForward: false,
  };
  const page = { list: `chats ${kind} ${unread} ${archived}`, within: { pk }, cursor: wanted.cursor, limit };
  const { found: chats, cursor } = await listPage(table, query, page, (item) => {
    const chat = toChat(Row.parse(item), undefined);
    return chat && suits(wanted, chat) ? chat : undefined;
  });
  const names = await namesOf(
    table,
    id,
    chats.map(({ chatId }) => chatId),
  );
  return {
    chats: chats
      .toSorted((a, b) => b.lastAt.localeCompare(a.lastAt))
      .map((chat) => ({ ...chat, name: names.get(chat.chatId) })),
    cursor,
  };
}
