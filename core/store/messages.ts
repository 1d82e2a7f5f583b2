import { DeleteCommand, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { named } from '../model/correlation.ts';
import { isAct } from '../model/content.ts';
import type { ConnectionId, MessageId, SessionId } from '../model/ids.ts';
import { deadlineOf, Message } from '../model/message.ts';
import {
  CHATS,
  chatTime,
  type MessageIdentity,
  messageKey,
  messagesNamed,
  OPERATIONS,
  outboxOrder,
  sessionKey,
  time,
} from './keys.ts';
import { markAttributes, marksIn, recipientsIn } from './marks.ts';
import { getAll, listPage, queryPrefix } from './query.ts';
import { isConditionFailure, type Table } from './table.ts';

const Row = z.object({
  message: Message,
  fingerprint: z.string().optional(),
  connection: z.string().optional(),
  correlationId: z.string().optional(),
});
type Row = z.infer<typeof Row>;

/**
 * The attributes of a message's row, without its place in the outbox. What changes later is apart: status and marks. What
 * is done to another message is not listed among those that say something.
 */
export function messageItem(message: Message) {
  const { sessionId, id, chatId, timestamp, status, reason, marks: _marks, recipients: _recipients, ...rest } = message;
  return {
    ...messageKey(sessionId, message),
    ...(!isAct(message.content) && { chatTime: chatTime(chatId, timestamp, id), time: time(timestamp, id) }),
    ...markAttributes(message),
    status,
    reason,
    message: { sessionId, id, chatId, timestamp, ...rest },
  };
}

/** Undefined for marks whose message has not come yet. */
function parseRow(item: Record<string, unknown>): Row | undefined {
  const { message, status, reason, fingerprint, connection, correlationId } = item;
  if (!message) return undefined;
  const [marks, recipients] = [marksIn(item), recipientsIn(item)];
  const whole = Object.assign({}, message, {
    status,
    reason,
    ...(marks && { marks }),
    ...(recipients && { recipients }),
  });
  return Row.parse({ message: whole, fingerprint, connection, correlationId });
}

/** The message of a row. */
export const messageIn = (item: Record<string, unknown>): Message | undefined => parseRow(item)?.message;

const messagesIn = (items: readonly Record<string, unknown>[]): Message[] =>
  items.flatMap((item) => parseRow(item)?.message ?? []);

/**
 * Accepts a message: writes it into the session's outbox. Its id makes a repeat find the first.
 * @param connection that it came over, where it came over one
 * @param cold to somebody who never wrote: it is read after all others
 * @param correlationId of the request that brought it
 * @returns undefined when the id was taken by a different message
 */
export async function acceptMessage(
  table: Table,
  message: Message,
  fingerprint: string,
  {
    connection,
    cold = false,
    correlationId,
  }: { connection?: ConnectionId | undefined; cold?: boolean; correlationId?: string | undefined } = {},
): Promise<Message | undefined> {
  const { db, TableName } = table;
  const outbox = outboxOrder(message.timestamp, message.id, cold, deadlineOf(message));
  const Item = { ...messageItem(message), outbox, fingerprint, connection, correlationId };
  try {
    await db.send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' }));
    return message;
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
    const found = await findAccepted(table, message.sessionId, message.id);
    return found?.fingerprint === fingerprint ? found.message : undefined;
  }
}

/** Takes back what was accepted into the outbox of a session that is erased meanwhile. */
export async function withdrawMessage({ db, TableName }: Table, sessionId: SessionId, id: MessageId): Promise<void> {
  await db.send(new DeleteCommand({ TableName, Key: messageKey(sessionId, { id, fromMe: true, chatId: '' }) }));
}

/** What was accepted under an id before: the message, what tells it from another, and the connection that it came over. */
export async function findAccepted(table: Table, sessionId: SessionId, id: MessageId): Promise<Row | undefined> {
  return findRow(table, sessionId, { id, fromMe: true, chatId: '' });
}

/** The message of just this identity. */
async function findMessage(table: Table, id: SessionId, identity: MessageIdentity): Promise<Message | undefined> {
  return (await findRow(table, id, identity))?.message;
}

async function findRow({ db, TableName }: Table, id: SessionId, identity: MessageIdentity): Promise<Row | undefined> {
  const { Item } = await db.send(new GetCommand({ TableName, Key: messageKey(id, identity), ConsistentRead: true }));
  return Item && parseRow(Item);
}

/** One of our own sends, for a retry of WhatsApp's. */
export async function findOwnMessage(table: Table, sessionId: SessionId, id: MessageId): Promise<Message | undefined> {
  return findMessage(table, sessionId, { id, fromMe: true, chatId: '' });
}

/**
 * Every message of a session under WhatsApp's id, which is only unique within chat and author; also one that was told a
 * moment ago and has no row yet.
 */
export async function findNamed(table: Table, sessionId: SessionId, id: string): Promise<Message[]> {
  const rows = messagesIn(await queryPrefix(table, messagesNamed(sessionId, id)));
  // Whoever sends one chooses its id, and may let it begin like another's.
  const found = rows.filter((message) => message.id === id);
  if (found.length > 0) return found;
  const { toldLately } = await import('./toldLately.ts');
  return (await toldLately(table, sessionId)).flatMap((event) => {
    const told = event.type === 'message_received' || event.type === 'message_sent';
    return told && event.message.id === id ? [event.message] : [];
  });
}

/** A message by WhatsApp's id: ours, or else the first that was received under it. */
export async function getMessage(table: Table, sessionId: SessionId, id: string): Promise<Message | undefined> {
  const found = await findNamed(table, sessionId, id);
  return found.find(({ fromMe }) => fromMe) ?? found[0];
}

export const OUTBOX_PAGE = 100;

/** One that waits to be sent, and the request that brought it. */
export type Accepted = Message & { correlationId?: string | undefined };

/** Where a page of the outbox begins. */
export type OutboxPlace = Record<string, unknown>;
export interface OutboxPage {
  messages: Accepted[];
  /** Where the next one begins, if this was not all. */
  next: OutboxPlace | undefined;
}

/**
 * What waits to be sent, replies first and oldest first, a page of it; read consistently, since a bell may be quicker than
 * an index.
 * @param from `next` of the page before
 */
export async function readOutbox(
  { db, TableName }: Table,
  sessionId: SessionId,
  from?: OutboxPlace,
): Promise<OutboxPage> {
  const { Items = [], LastEvaluatedKey: next } = await db.send(
    new QueryCommand({
      TableName,
      IndexName: 'outbox',
      ConsistentRead: true,
      Select: 'ALL_ATTRIBUTES',
      KeyConditionExpression: 'pk = :pk AND outbox < :operations',
      ExpressionAttributeValues: { ':pk': sessionKey(sessionId).pk, ':operations': OPERATIONS },
      Limit: OUTBOX_PAGE,
      ExclusiveStartKey: from,
    }),
  );
  // Long texts fill DynamoDB's megabyte before they fill a page.
  return { messages: Items.flatMap((item) => acceptedIn(item) ?? []), next };
}

/** Those of these messages that still wait to be sent. */
export async function readAccepted(table: Table, sessionId: SessionId, ids: readonly MessageId[]): Promise<Accepted[]> {
  const items = await getAll(
    table,
    ids.map((id) => messageKey(sessionId, { id, fromMe: true, chatId: '' })),
  );
  return items.flatMap((item) => acceptedIn(item) ?? []).filter(({ status }) => status === 'accepted');
}

function acceptedIn(item: Record<string, unknown>): Accepted | undefined {
  const row = parseRow(item);
  return row && { ...row.message, ...named(row.correlationId) };
}

/** The messages of a session, or of one of its chats; newest first. */
export async function listMessages(
  table: Table,
  sessionId: SessionId,
  { chat, ...page }: { chat?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<{ messages: Message[]; cursor: string | undefined }> {
  const { pk } = sessionKey(sessionId);
  const query = {
    Select: 'ALL_ATTRIBUTES' as const,
    ConsistentRead: true,
    ...(chat
      ? {
          IndexName: 'chat',
          KeyConditionExpression: 'pk = :pk AND begins_with(chatTime, :chat)',
          ExpressionAttributeValues: { ':pk': pk, ':chat': `${chat}#` },
        }
      : {
          IndexName: 'time',
          KeyConditionExpression: 'pk = :pk AND #time < :chats',
          ExpressionAttributeNames: { '#time': 'time' },
          ExpressionAttributeValues: { ':pk': pk, ':chats': CHATS },
        }),
    ScanIndexForward: false,
  };
  const list = { list: `messages ${chat ?? ''}`, within: { pk } };
  const { found, cursor } = await listPage(table, query, { ...list, ...page }, (item) => parseRow(item)?.message);
  return { messages: found, cursor };
}
