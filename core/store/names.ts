import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { SessionId } from '../model/ids.ts';
import { isGroup } from '../model/jid.ts';
import { contactKey, groupKey } from './keys.ts';
import type { Table } from './table.ts';

const Named = z.object({
  jid: z.string().optional(),
  groupId: z.string().optional(),
  name: z.string().optional(),
  pushName: z.string().optional(),
  subject: z.string().optional(),
});

/**
 * What chats are called: as the account's owner calls somebody, else as they call themselves; a group by its subject. Looked
 * up when it is asked for, so that a name is written in one place. At most 100.
 */
export async function namesOf(
  { db, TableName }: Table,
  id: SessionId,
  chatIds: readonly string[],
): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  let Keys = chatIds.map((chatId) => (isGroup(chatId) ? groupKey(id, chatId) : contactKey(id, chatId)));
  while (Keys.length > 0) {
    const { Responses, UnprocessedKeys } = await db.send(
      new BatchGetCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } } }),
    );
    for (const item of Responses?.[TableName] ?? []) {
      const { jid, groupId, name, pushName, subject } = Named.parse(item);
      const called = name ?? pushName ?? subject;
      if (called) names.set(jid ?? groupId ?? '', called);
    }
    Keys = (UnprocessedKeys?.[TableName]?.Keys ?? []) as typeof Keys;
  }
  return names;
}
