/**
 * One person has one chat, by number, also where it was by LID at first. Under the LID there is a row that leads to it; a chat
 * that was there goes into the number's. All of it may be repeated after a crash at any point.
 */
import { DeleteCommand, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { Contact } from '../model/chats.ts';
import type { SessionId } from '../model/ids.ts';
import { phoneNumberOf } from '../model/jid.ts';
import { chatRow, LeadingRow } from './chatNamed.ts';
import { setAll } from './expressions.ts';
import { chatKey, chatTime, contactKey, messageKey, sessionKey } from './keys.ts';
import { inLanes } from './lanes.ts';
import { messageIn } from './messages.ts';
import { writeMessage } from './projections.ts';
import { getAll } from './query.ts';
import { succeeds, type Table } from './table.ts';

/** A person's LID, and their chat. */
export interface ChatName {
  lid: string;
  chatId: string;
}

type Item = Record<string, unknown>;

const A_PAGE = 50;

/**
 * What is there under a LID.
 * @returns the row of a chat of its own, if it is one; and whether all of it is in the number's chat by now
 */
export async function findFormer(table: Table, id: SessionId, { lid, chatId }: ChatName) {
  const [row, contact] = await Promise.all([
    chatRow(table, id, lid),
    getAll(table, [contactKey(id, lid)]).then(([found]) => found),
  ]);
  const { is, moving } = LeadingRow.parse(row ?? {});
  return { chat: is === undefined ? row : undefined, settled: is === chatId && !moving, known: row ?? contact };
}

/** From here on the LID leads to the number's chat. @param moving its messages are still to follow */
export async function leadTo({ db, TableName }: Table, id: SessionId, name: ChatName, moving: boolean): Promise<void> {
  const Item = { ...chatKey(id, name.lid), chatId: name.lid, is: name.chatId, ...(moving && { moving }) };
  await db.send(new PutCommand({ TableName, Item }));
}

/** What was said in the chat by LID, and who it is, goes to the number's, page by page. */
export async function moveChat(table: Table, id: SessionId, name: ChatName): Promise<void> {
  await moveContact(table, id, name);
  let from: Item | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await pageOf(table, id, name.lid, from);
    await inLanes(Items.map((item) => () => moveMessage(table, id, name, item)));
    from = LastEvaluatedKey;
  } while (from);
  await leadTo(table, id, name, false);
}

const pageOf = ({ db, TableName }: Table, id: SessionId, lid: string, ExclusiveStartKey: Item | undefined) =>
  db.send(
    new QueryCommand({
      TableName,
      IndexName: 'chat',
      Select: 'ALL_ATTRIBUTES',
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND begins_with(chatTime, :chat)',
      ExpressionAttributeValues: { ':pk': sessionKey(id).pk, ':chat': `${lid}#` },
      Limit: A_PAGE,
      ExclusiveStartKey,
    }),
  );

/** Ours stays where it is and changes its chat; what was received is written anew, since its key names the chat. */
async function moveMessage(table: Table, id: SessionId, { lid, chatId }: ChatName, item: Item) {
  const { pk, sk } = item;
  const found = messageIn(item);
  if (!found) return;
  const phoneNumber = phoneNumberOf(chatId);
  const { db, TableName } = table;
  if (!found.fromMe) {
    const marks = found.marks && {
      ...found.marks,
      ...(found.marks.reactions && { reactions: renamed(found.marks.reactions, lid, chatId) }),
      ...(found.marks.votes && { votes: renamed(found.marks.votes, lid, chatId) }),
    };
    await writeMessage(table, { ...found, chatId, phoneNumber, lid, marks });
    await db.send(new DeleteCommand({ TableName, Key: { pk, sk } }));
    return;
  }
  // What the other side did to it is under their name.
  const theirs = Object.keys(item).filter((attribute) => attribute.endsWith(`#${lid}`));
  const sets = theirs.map((_, i) => `, #to${i} = if_not_exists(#to${i}, :by${i})`).join('');
  const removes = theirs.length > 0 ? ` REMOVE ${theirs.map((_, i) => `#by${i}`).join(', ')}` : '';
  await succeeds(
    db.send(
      new UpdateCommand({
        TableName,
        Key: messageKey(id, found),
        UpdateExpression: `SET #m.chatId = :chatId, #m.lid = :lid, #m.phoneNumber = :number, chatTime = :time${sets}${removes}`,
        ConditionExpression: '#m.chatId = :lid',
        ExpressionAttributeNames: {
          '#m': 'message',
          ...Object.fromEntries(theirs.map((attribute, i) => [`#by${i}`, attribute])),
          ...Object.fromEntries(theirs.map((attribute, i) => [`#to${i}`, attribute.replace(lid, chatId)])),
        },
        ExpressionAttributeValues: {
          ':chatId': chatId,
          ':lid': lid,
          ':number': phoneNumber,
          ':time': chatTime(chatId, found.timestamp, found.id),
          ...Object.fromEntries(theirs.map((attribute, i) => [`:by${i}`, item[attribute]])),
        },
      }),
    ),
  );
}

/** @param by what people did, by their names */
function renamed<T>(by: Record<string, T>, lid: string, jid: string): Record<string, T> {
  const { [lid]: theirs, ...others } = by;
  return theirs === undefined ? others : { ...others, [jid]: others[jid] ?? theirs };
}

async function moveContact({ db, TableName }: Table, id: SessionId, { lid, chatId }: ChatName): Promise<void> {
  const { Item } = await db.send(new GetCommand({ TableName, Key: contactKey(id, lid), ConsistentRead: true }));
  if (!Item) return;
  const { name, pushName } = Contact.parse(Item);
  const facts = setAll({ jid: chatId, phoneNumber: phoneNumberOf(chatId), lid });
  const names = Object.entries({ name, pushName }).filter(([, value]) => value !== undefined);
  await db.send(
    new UpdateCommand({
      TableName,
      Key: contactKey(id, chatId),
      UpdateExpression:
        facts.UpdateExpression + names.map(([key]) => `, #${key} = if_not_exists(#${key}, :${key})`).join(''),
      ExpressionAttributeNames: {
        ...facts.ExpressionAttributeNames,
        ...Object.fromEntries(names.map(([key]) => [`#${key}`, key])),
      },
      ExpressionAttributeValues: {
        ...facts.ExpressionAttributeValues,
        ...Object.fromEntries(names.map(([key, value]) => [`:${key}`, value])),
      },
    }),
  );
  await db.send(new DeleteCommand({ TableName, Key: contactKey(id, lid) }));
}
