/** Whom the account knows of, projected from the session's journal. */
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { Contact } from '../model/chats.ts';
import type { SessionId } from '../model/ids.ts';
import { setAll } from './expressions.ts';
import { contactKey, contactsOf } from './keys.ts';
import { listPrefix } from './query.ts';
import { succeeds, type Table } from './table.ts';

/** Writes what entry `n` tells of somebody. */
export async function updateContact(
  { db, TableName }: Table,
  id: SessionId,
  n: number,
  contact: Contact,
): Promise<void> {
  await succeeds(
    db.send(
      new UpdateCommand({
        TableName,
        Key: contactKey(id, contact.jid),
        ConditionExpression: 'attribute_not_exists(n) OR n < :n',
        ...setAll({ ...contact, n }),
      }),
    ),
  );
}

/** What is known of somebody. */
export async function findContact({ db, TableName }: Table, id: SessionId, jid: string): Promise<Contact | undefined> {
  const { Item } = await db.send(new GetCommand({ TableName, Key: contactKey(id, jid) }));
  return Item && Contact.parse(Item);
}

/** Whether the account's owner has a name for somebody. */
export const isInAddressBook = async (table: Table, id: SessionId, jid: string): Promise<boolean> =>
  (await findContact(table, id, jid))?.name !== undefined;

/** A session's contacts, in the order of their JIDs. */
export async function listContacts(
  table: Table,
  id: SessionId,
  page: { cursor?: string | undefined; limit: number },
): Promise<{ contacts: Contact[]; cursor: string | undefined }> {
  const { found, cursor } = await listPrefix(table, contactsOf(id), page, (item) => Contact.parse(item));
  return { contacts: found, cursor };
}
