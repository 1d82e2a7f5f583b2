import * as z from 'zod';
import type { SessionId } from '../model/ids.ts';
import { isGroup } from '../model/jid.ts';
import { contactKey, groupKey } from './keys.ts';
import { getAll } from './query.ts';
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
 * up when it is asked for, so that a name is written in one place.
 */
export async function namesOf(table: Table, id: SessionId, chatIds: readonly string[]): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  const keys = chatIds.map((chatId) => (isGroup(chatId) ? groupKey(id, chatId) : contactKey(id, chatId)));
  for (const item of await getAll(table, keys)) {
    const { jid, groupId, name, pushName, subject } = Named.parse(item);
    const called = name ?? pushName ?? subject;
    if (called) names.set(jid ?? groupId ?? '', called);
  }
  return names;
}
