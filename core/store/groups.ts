/** The groups of a session, projected from its journal. */
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Group, type GroupChange, GroupMember } from '../model/groups.ts';
import type { SessionId } from '../model/ids.ts';
import { setAll } from './expressions.ts';
import { groupKey, groupMembersKey, groupsOf } from './keys.ts';
import { listPrefix } from './query.ts';
import { succeeds, type Table } from './table.ts';

const Row = Group.extend({ isMember: z.boolean().default(true) });
const MembersRow = z.object({ members: z.record(z.string(), GroupMember.omit({ jid: true })) });
type Members = z.infer<typeof MembersRow>['members'];

/** What one journal entry does to a group. */
export interface GroupUpdate extends Pick<GroupChange, 'groupId'> {
  facts: Omit<GroupChange, 'groupId' | 'members' | 'joined' | 'left' | 'by'>;
  /** All members, where all were told. */
  members?: Members | undefined;
  /** Otherwise who came or changed, and who went (undefined). */
  changed: Map<string, Members[string] | undefined>;
}

/** Writes what entry `n` does to a group. It may be repeated: it says what is, and counts nothing. */
export async function updateGroup(table: Table, id: SessionId, n: number, update: GroupUpdate): Promise<void> {
  const { groupId, facts, members, changed } = update;
  const Key = groupMembersKey(id, groupId);
  const { db, TableName } = table;
  await succeeds(
    db.send(
      new UpdateCommand({
        TableName,
        Key: groupKey(id, groupId),
        ConditionExpression: 'attribute_not_exists(n) OR n <= :n',
        ...setAll({ groupId, ...facts, n }),
      }),
    ),
  );
  if (members) {
    const ConditionExpression = 'attribute_not_exists(n) OR n <= :n';
    await succeeds(db.send(new UpdateCommand({ TableName, Key, ConditionExpression, ...setAll({ members, n }) })));
  }
  const changes = [...changed];
  for (let at = 0; at < changes.length; at += CHANGES_A_WRITE) {
    await changeMembers(table, id, n, groupId, changes.slice(at, at + CHANGES_A_WRITE));
  }
}

/** An expression holds 4 KB. */
const CHANGES_A_WRITE = 100;

/** Some members of those that are known; where they were never told, they are asked for when somebody wants them. */
async function changeMembers(
  { db, TableName }: Table,
  id: SessionId,
  n: number,
  groupId: string,
  changes: [jid: string, Members[string] | undefined][],
): Promise<void> {
  const indexed = changes.map(([jid, member], i) => ({ jid, member, name: `members.#m${i}`, i }));
  const came = indexed.filter(({ member }) => member !== undefined);
  const went = indexed.filter(({ member }) => member === undefined);
  await succeeds(
    db.send(
      new UpdateCommand({
        TableName,
        Key: groupMembersKey(id, groupId),
        UpdateExpression:
          `SET ${['n = :n', ...came.map(({ name, i }) => `${name} = :m${i}`)].join(', ')}` +
          (went.length > 0 ? ` REMOVE ${went.map(({ name }) => name).join(', ')}` : ''),
        ConditionExpression: 'n <= :n',
        ExpressionAttributeNames: Object.fromEntries(indexed.map(({ jid, i }) => [`#m${i}`, jid])),
        ExpressionAttributeValues: { ':n': n, ...Object.fromEntries(came.map(({ member, i }) => [`:m${i}`, member])) },
      }),
    ),
  );
}

/** A group with its members, as far as they are known. */
export async function getGroup(table: Table, id: SessionId, groupId: string): Promise<Group | undefined> {
  const { db, TableName } = table;
  const get = async (Key: Record<string, string>) =>
    (await db.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;
  const [row, membersRow] = await Promise.all([get(groupKey(id, groupId)), get(groupMembersKey(id, groupId))]);
  if (!row) return undefined;
  const members = membersRow && Object.entries(MembersRow.parse(membersRow).members);
  return { ...Row.parse(row), members: members?.map(([jid, member]) => ({ jid, ...member })) };
}

/** The groups that the account is in, in the order of their ids; without their members. */
export async function listGroups(
  table: Table,
  id: SessionId,
  page: { cursor?: string | undefined; limit: number },
): Promise<{ groups: Group[]; cursor: string | undefined }> {
  const { found, cursor } = await listPrefix(table, groupsOf(id), page, (item) => {
    const group = Row.parse(item);
    return group.isMember ? group : undefined;
  });
  return { groups: found, cursor };
}
