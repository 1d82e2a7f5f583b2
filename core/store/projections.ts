/**
 * Brings the rows that callers read in line with the journal. Runs after the commit, and again when a session is taken
 * over: every write may be repeated and only moves forward.
 */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { isAct } from '../model/content.ts';
import type { EventBody, SessionEvent } from '../model/events.ts';
import type { MessageId, SessionId } from '../model/ids.ts';
import { advances, type Message, type MessageStatus, statusesBefore } from '../model/message.ts';
import type { Entry } from './journal.ts';
import { messageKey, sessionKey } from './keys.ts';
import { inLanes } from './lanes.ts';
import { markOf, recipientAttribute } from './marks.ts';
import { announceMedia, saveMedia } from './mediaRows.ts';
import { findOwnMessage, messageItem } from './messages.ts';
import { succeeds, type Table } from './table.ts';

/** The session's row as of an entry. */
export async function projectSession({ db, TableName }: Table, id: SessionId, entry: Entry): Promise<void> {
  const { n, seq, at, view } = entry;
  const { state, answers, phoneNumber, lid, sending } = view;
  await succeeds(
    db.send(
      new UpdateCommand({
        TableName,
        Key: sessionKey(id),
        UpdateExpression:
          'SET n = :n, seq = :seq, #state = :state, answers = :answers, updatedAt = :at' +
          (phoneNumber ? ', phoneNumber = :phone' : '') +
          (lid ? ', lid = :lid' : '') +
          (sending ? ', sending = :sending' : ' REMOVE sending'),
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
          ...(sending && { ':sending': sending }),
        },
      }),
    ),
  );
}

/**
 * The rows of messages that events speak of. Those of one message must come in order, and are written once where the newest
 * says it all.
 * @returns the message as it is after each receipt of a group's member
 */
export async function projectEvents(table: Table, events: readonly SessionEvent[]): Promise<Message[]> {
  const receipted: Message[] = [];
  for (const { event, later } of fold(events)) {
    const body: EventBody = event;
    if (body.type === 'message_received' || body.type === 'message_sent')
      await writeMessage(table, body.message, later);
    if (body.type === 'message_media') await settleMedia(table, event.sessionId, body);
    if (body.type === 'history_received') {
      await inLanes((body.messages ?? []).map((message) => () => writeMessage(table, message)));
    }
    if (body.type === 'message_status' && body.recipient === undefined) {
      await advanceStatus(table, event.sessionId, later ?? body);
    }
    if (body.type === 'message_status' && body.recipient !== undefined) {
      const message = await advanceRecipient(table, event.sessionId, body);
      if (message) receipted.push(message);
    }
  }
  return receipted;
}

type StatusEvent = Extract<EventBody, { type: 'message_status' }>;

interface Folded {
  event: SessionEvent;
  /** How far the message has come by the events that need no write of their own. */
  later?: StatusEvent;
}

/** What our message's statuses say goes along with the first event of it. */
function fold(events: readonly SessionEvent[]): Folded[] {
  const folded: Folded[] = [];
  const firsts = new Map<MessageId, Folded>();
  for (const event of events) {
    const own = ownStatus(event);
    const first = own && firsts.get(own.id);
    if (event.type === 'message_status' && first) {
      const status = first.later?.status ?? ownStatus(first.event)?.status;
      if (status && advances(status, event.status)) first.later = event;
      continue;
    }
    const one = { event };
    folded.push(one);
    if (own) firsts.set(own.id, one);
  }
  return folded;
}

/** What an event says of a message of ours as a whole. */
function ownStatus(event: SessionEvent): { id: MessageId; status: MessageStatus } | undefined {
  if (event.type === 'message_status' && event.recipient === undefined) {
    return { id: event.messageId, status: event.status };
  }
  if (event.type === 'message_sent') return event.message;
  return undefined;
}

/**
 * A message was received, is out of the outbox, or was written on the account's phone. What it says stays, once it is
 * known. Where it does something to another one, that bears the mark from now on; also one that comes only later.
 */
export async function writeMessage(table: Table, message: Message, later?: StatusEvent): Promise<void> {
  const { db, TableName } = table;
  const {
    pk,
    sk,
    message: said,
    status,
    reason,
    chatTime,
    time,
    ...marks
  } = messageItem(later ? { ...message, status: later.status, reason: later.reason } : message);
  const facts = Object.entries({ reason, chatTime, time }).filter(([, value]) => value !== undefined);
  const given = [...facts, ...Object.entries(marks)];
  const sets = given.map((_, i) => (i < facts.length ? `#n${i} = :v${i}` : `#n${i} = if_not_exists(#n${i}, :v${i})`));
  const written = await succeeds(
    db.send(
      new UpdateCommand({
        TableName,
        Key: { pk, sk },
        UpdateExpression: `SET ${['#message = :message', '#status = :status', ...sets].join(', ')} REMOVE outbox`,
        ConditionExpression:
          'attribute_not_exists(#message) OR #message.#content.#type = :waiting OR #status = :accepted',
        ExpressionAttributeNames: {
          '#message': 'message',
          '#content': 'content',
          '#type': 'type',
          '#status': 'status',
          ...Object.fromEntries(given.map(([name], i) => [`#n${i}`, name])),
        },
        ExpressionAttributeValues: {
          ':message': said,
          ':status': status,
          ':waiting': 'waiting',
          ':accepted': 'accepted',
          ...Object.fromEntries(given.map(([, value], i) => [`:v${i}`, value])),
        },
      }),
    ),
  );
  const { content, sessionId } = message;
  // The row knew the message already.
  if (!written && later) await advanceStatus(table, sessionId, later);
  if ('media' in content && content.media.state === 'pending') await announceMedia(table, sessionId, content.media);
  await leaveMark(table, message);
}

/** What became of a message's file, on its own row and on the message's. */
async function settleMedia(
  table: Table,
  sessionId: SessionId,
  { messageId: id, chatId, fromMe, participant, media }: Extract<EventBody, { type: 'message_media' }>,
): Promise<void> {
  await saveMedia(table, sessionId, media);
  const path = '#message.#content.#media';
  await succeeds(
    table.db.send(
      new UpdateCommand({
        TableName: table.TableName,
        Key: messageKey(sessionId, { id, chatId, fromMe, participant }),
        UpdateExpression: `SET ${path} = :media`,
        ConditionExpression: `${path}.mediaId = :id`,
        ExpressionAttributeNames: { '#message': 'message', '#content': 'content', '#media': 'media' },
        ExpressionAttributeValues: { ':media': media, ':id': media.mediaId },
      }),
    ),
  );
}

/** What an act did, on the row of the message that it was done to. The newest of an author counts. */
async function leaveMark({ db, TableName }: Table, act: Message): Promise<void> {
  const mark = markOf(act);
  if (!mark || !isAct(act.content)) return;
  const { messageId: id, fromMe, participant } = act.content;
  await succeeds(
    db.send(
      new UpdateCommand({
        TableName,
        Key: messageKey(act.sessionId, { id, fromMe, participant, chatId: act.chatId }),
        UpdateExpression: 'SET #mark = :mark',
        ConditionExpression: 'attribute_not_exists(#mark) OR #mark.#at <= :at',
        ExpressionAttributeNames: { '#mark': mark.name, '#at': 'at' },
        ExpressionAttributeValues: { ':mark': mark.value, ':at': mark.value.at },
      }),
    ),
  );
}

const ownKey = (sessionId: SessionId, id: MessageId) => messageKey(sessionId, { id, fromMe: true, chatId: '' });

async function advanceStatus(
  { db, TableName }: Table,
  sessionId: SessionId,
  { messageId, status, reason }: StatusEvent,
): Promise<void> {
  const before = statusesBefore(status);
  if (before.length === 0) return;
  const values = Object.fromEntries(before.map((from, i) => [`:from${i}`, from]));
  await succeeds(
    db.send(
      new UpdateCommand({
        TableName,
        Key: ownKey(sessionId, messageId),
        UpdateExpression: `SET #status = :status${reason ? ', reason = :reason' : ''} REMOVE outbox`,
        ConditionExpression: `#status IN (${Object.keys(values).join(', ')})`,
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ...values, ':status': status, ...(reason && { ':reason': reason }) },
      }),
    ),
  );
}

async function advanceRecipient(
  table: Table,
  sessionId: SessionId,
  { messageId, status, recipient = '' }: StatusEvent,
): Promise<Message | undefined> {
  const values = Object.fromEntries(statusesBefore(status).map((from, i) => [`:from${i}`, from]));
  await succeeds(
    table.db.send(
      new UpdateCommand({
        TableName: table.TableName,
        Key: ownKey(sessionId, messageId),
        UpdateExpression: 'SET #recipient = :status',
        ConditionExpression: `attribute_exists(#m) AND (attribute_not_exists(#recipient) OR #recipient IN (${Object.keys(values).join(', ')}))`,
        ExpressionAttributeNames: { '#m': 'message', '#recipient': recipientAttribute(recipient) },
        ExpressionAttributeValues: { ...values, ':status': status },
      }),
    ),
  );
  return findOwnMessage(table, sessionId, messageId);
}
