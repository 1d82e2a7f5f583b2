/**
 * Brings the rows that callers read in line with the journal. Runs after the commit, and again when a session is taken
 * over: every write may be repeated and only moves forward.
 */
import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { EventBody, SessionEvent } from '../model/events.ts';
import type { SessionId } from '../model/ids.ts';
import { type Message, statusesBefore } from '../model/message.ts';
import type { Entry } from './journal.ts';
import { messageKey, sessionKey } from './keys.ts';
import { messageItem } from './messages.ts';
import { isConditionFailure, type Table } from './table.ts';

/** The session's row as of an entry. */
export async function projectSession({ db, TableName }: Table, id: SessionId, entry: Entry): Promise<void> {
  const { n, seq, at, view } = entry;
  const { state, answers, phoneNumber, lid } = view;
  await unlessBehind(
    db.send(
      new UpdateCommand({
        TableName,
        Key: sessionKey(id),
        UpdateExpression:
          'SET n = :n, seq = :seq, #state = :state, answers = :answers, updatedAt = :at' +
          (phoneNumber ? ', phoneNumber = :phone' : '') +
          (lid ? ', lid = :lid' : ''),
        ConditionExpression: 'attribute_exists(pk) AND n < :n',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: {
          ':n': n,
          ':seq': seq,
          ':state': state,
          ':answers': answers,
          ':at': at,
          ...(phoneNumber && { ':phone': phoneNumber }),
          ...(lid && { ':lid': lid }),
        },
      }),
    ),
  );
}

/** The rows of messages that an event speaks of. Events of one message must be projected in order. */
export async function projectEvent(table: Table, event: SessionEvent): Promise<void> {
  const body: EventBody = event;
  if (body.type === 'message_received') await insertMessage(table, body.message);
  if (body.type === 'message_sent') await settleSent(table, body.message);
  if (body.type === 'message_status') {
    const { sessionId } = event;
    await advanceStatus(table, sessionId, body);
  }
}

async function insertMessage({ db, TableName }: Table, message: Message): Promise<void> {
  const Item = messageItem(message);
  await unlessBehind(db.send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' })));
}

/** A message of ours is out: from the outbox, or written on the account's phone. */
async function settleSent(table: Table, message: Message): Promise<void> {
  const { db, TableName } = table;
  const { pk, sk, status, ...item } = messageItem(message);
  await unlessBehind(
    db.send(
      new UpdateCommand({
        TableName,
        Key: { pk, sk },
        UpdateExpression:
          'SET #status = :status, #message = :message, chatTime = :chatTime, #time = :time REMOVE outbox',
        ConditionExpression: 'attribute_not_exists(pk) OR #status = :accepted',
        ExpressionAttributeNames: { '#status': 'status', '#message': 'message', '#time': 'time' },
        ExpressionAttributeValues: {
          ':status': status,
          ':accepted': 'accepted',
          ':message': item.message,
          ':chatTime': item.chatTime,
          ':time': item.time,
        },
      }),
    ),
  );
}

async function advanceStatus(
  { db, TableName }: Table,
  sessionId: SessionId,
  { messageId, status, reason }: Extract<EventBody, { type: 'message_status' }>,
): Promise<void> {
  const before = statusesBefore(status);
  if (before.length === 0) return;
  const values = Object.fromEntries(before.map((from, i) => [`:from${i}`, from]));
  await unlessBehind(
    db.send(
      new UpdateCommand({
        TableName,
        Key: messageKey(sessionId, { id: messageId, fromMe: true, chatId: '' }),
        UpdateExpression: `SET #status = :status${reason ? ', reason = :reason' : ''} REMOVE outbox`,
        ConditionExpression: `#status IN (${Object.keys(values).join(', ')})`,
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ...values, ':status': status, ...(reason && { ':reason': reason }) },
      }),
    ),
  );
}

async function unlessBehind(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
  }
}
