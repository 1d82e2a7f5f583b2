/** A tenant's leads: a row each, in the index of time by when it came. */
import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { TenantId } from '../model/ids.ts';
import { fits, Lead, type LeadFilter, type LeadId, type UpdateLead } from '../model/leads.ts';
import { leadKey, leadOrder, LEADS } from './keys.ts';
import { getAll, listPage } from './query.ts';
import { isConditionFailure, succeeds, type Table } from './table.ts';

const isGone = (item: Record<string, unknown> | undefined) => !item || item['deletedAt'] !== undefined;

/**
 * @param again also where there was one, and somebody has deleted it
 * @returns false when there is one already
 */
export async function createLead({ db, TableName }: Table, tenant: TenantId, lead: Lead, again: boolean) {
  const Item = { ...leadKey(tenant, lead.id), ...lead, time: leadOrder(lead.createdAt, lead.id) };
  const ConditionExpression = `attribute_not_exists(pk)${again ? ' OR attribute_exists(deletedAt)' : ''}`;
  return succeeds(db.send(new PutCommand({ TableName, Item, ConditionExpression })));
}

export async function getLead({ db, TableName }: Table, tenant: TenantId, id: LeadId): Promise<Lead | undefined> {
  const { Item } = await db.send(new GetCommand({ TableName, Key: leadKey(tenant, id), ConsistentRead: true }));
  return isGone(Item) ? undefined : Lead.parse(Item);
}

/** Whether there is a lead, or was one that somebody has deleted. */
export async function hadLead({ db, TableName }: Table, tenant: TenantId, id: LeadId): Promise<boolean> {
  const Key = leadKey(tenant, id);
  const { Item } = await db.send(new GetCommand({ TableName, Key, ProjectionExpression: 'pk' }));
  return Item !== undefined;
}

/** Newest first. */
export async function listLeads(
  table: Table,
  tenant: TenantId,
  { cursor, limit, ...filter }: LeadFilter & { cursor?: string | undefined; limit: number },
  maySee: (lead: Lead) => boolean,
): Promise<{ leads: Lead[]; cursor: string | undefined }> {
  const { pk } = leadKey(tenant, '' as LeadId);
  const query = {
    IndexName: 'time',
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND begins_with(#time, :leads)',
    ExpressionAttributeNames: { '#time': 'time' },
    ExpressionAttributeValues: { ':pk': pk, ':leads': LEADS },
    ScanIndexForward: false,
  };
  const read = (item: Record<string, unknown>) => {
    const lead = isGone(item) ? undefined : Lead.parse(item);
    return lead && maySee(lead) && fits(filter, lead) ? lead : undefined;
  };
  const list = { list: `leads ${JSON.stringify(filter)}`, within: { pk } };
  const { found, cursor: next } = await listPage(table, query, { ...list, cursor, limit }, read, (keys) =>
    getAll(table, keys),
  );
  return { leads: found, cursor: next };
}

/** @returns undefined when there is none */
export async function updateLead(
  { db, TableName }: Table,
  tenant: TenantId,
  id: LeadId,
  change: UpdateLead,
  updatedAt: string,
): Promise<Lead | undefined> {
  const given = Object.entries({ ...change, updatedAt }).filter(([, value]) => value !== undefined);
  const sets = given.filter(([, value]) => value !== null);
  const removed = given.filter(([, value]) => value === null).map(([name]) => `#${name}`);
  try {
    const { Attributes } = await db.send(
      new UpdateCommand({
        TableName,
        Key: leadKey(tenant, id),
        UpdateExpression:
          `SET ${sets.map(([name]) => `#${name} = :${name}`).join(', ')}` +
          (removed.length > 0 ? ` REMOVE ${removed.join(', ')}` : ''),
        ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(deletedAt)',
        ExpressionAttributeNames: Object.fromEntries(given.map(([name]) => [`#${name}`, name])),
        ExpressionAttributeValues: Object.fromEntries(sets.map(([name, value]) => [`:${name}`, value])),
        ReturnValues: 'ALL_NEW',
      }),
    );
    return Lead.parse(Attributes);
  } catch (error) {
    if (isConditionFailure(error)) return undefined;
    throw error;
  }
}

/**
 * One lead becomes another, which is the same person's. Where there are both, the other one stays, and has of it what it
 * lacked; where somebody has deleted the one, the other is not to come either.
 */
export async function joinLeads(
  table: Table,
  tenant: TenantId,
  from: LeadId,
  to: Pick<Lead, 'id' | 'number' | 'chatId'>,
): Promise<void> {
  const { db, TableName } = table;
  const [found, other] = await Promise.all(
    [from, to.id].map(async (id) => {
      const { Item } = await db.send(new GetCommand({ TableName, Key: leadKey(tenant, id), ConsistentRead: true }));
      return Item;
    }),
  );
  if (!found) return;
  if (!other) {
    const Item = { ...found, ...(!isGone(found) && to), ...leadKey(tenant, to.id) };
    await succeeds(
      db.send(
        new PutCommand({
          TableName,
          Item: isGone(found) ? Item : { ...Item, time: leadOrder(Lead.parse(found).createdAt, to.id) },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      ),
    );
  } else if (!isGone(found) && !isGone(other)) {
    const [one, lead] = [Lead.parse(found), Lead.parse(other)];
    const tags = [...new Set([...lead.tags, ...one.tags])].slice(0, 20);
    const change = { name: lead.name ?? one.name, notes: lead.notes ?? one.notes, tags };
    await updateLead(table, tenant, to.id, change, lead.updatedAt);
  }
  await db.send(new DeleteCommand({ TableName, Key: leadKey(tenant, from) }));
}

/** Nothing stays of it but that there was one: the next message must not bring it back. @returns false when there is none */
export async function deleteLead({ db, TableName }: Table, tenant: TenantId, id: LeadId, deletedAt: string) {
  return succeeds(
    db.send(
      new PutCommand({
        TableName,
        Item: { ...leadKey(tenant, id), deletedAt },
        ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(deletedAt)',
      }),
    ),
  );
}
