/** The audit log. It is only ever appended to; entries end by their time to live. */
import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { AUDIT_DAYS, AuditEntry, type ListAudit } from '../model/audit.ts';
import { newAuditId, type SessionId, type TenantId } from '../model/ids.ts';
import { auditKey, auditOrder } from './keys.ts';
import { fromCursor, toCursor, wrongCursor } from './page.ts';
import { type Table, ttlAfter } from './table.ts';

const DAY_SECONDS = 24 * 3600;
/** What one page may cost, when few entries fit or months are empty. */
const LOOKS = 20;
const LOOK_LIMIT = 1_000;

/** Appends to the log of `tenant`: of a session its owner's, whoever did it. @param now milliseconds since 1970 */
export async function appendAudit(
  { db, TableName }: Table,
  tenant: TenantId,
  done: Omit<AuditEntry, 'id' | 'at'>,
  now: number,
): Promise<void> {
  const entry: AuditEntry = { id: newAuditId(now), at: new Date(now).toISOString(), ...done };
  const Item = {
    ...auditKey(tenant, auditOrder(entry.at, entry.id)),
    ...entry,
    ttl: ttlAfter(AUDIT_DAYS * DAY_SECONDS, now),
  };
  await db.send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' }));
}

type Wish = Omit<ListAudit, 'tenant'> & {
  /** Only what was done to these. */
  boundTo?: SessionId[] | undefined;
};

const Position = z.object({ before: z.string() });

/**
 * A page of a tenant's log, newest first. It may be short, or empty, with a cursor all the same: more is looked at next time.
 * @throws {KeeplineError} `invalid_request` for a wrong cursor
 */
export async function listAudit(
  { db, TableName }: Table,
  tenant: TenantId,
  { cursor, limit, ...wish }: Wish,
  now: number,
): Promise<{ entries: AuditEntry[]; cursor: string | undefined }> {
  const oldest = iso(now - AUDIT_DAYS * DAY_SECONDS * 1000);
  const from = wish.from !== undefined && iso(wish.from) > oldest ? iso(wish.from) : oldest;
  const entries: AuditEntry[] = [];
  let before = positionOf(tenant, cursor) ?? (wish.to === undefined ? iso(now + 60_000) : iso(wish.to));
  for (let look = 0; before > from && look < LOOKS; look++) {
    const { pk } = auditKey(tenant, before);
    const { Items = [], LastEvaluatedKey } = await db.send(
      new QueryCommand({
        TableName,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :before',
        ExpressionAttributeValues: { ':pk': pk, ':from': from, ':before': before },
        // Where the last page ended, or what comes before any entry of that time.
        ExclusiveStartKey: { pk, sk: before },
        ScanIndexForward: false,
        Limit: LOOK_LIMIT,
      }),
    );
    for (const item of Items) {
      before = String(item['sk']);
      const entry = AuditEntry.parse(item);
      if (isWished(entry, wish)) entries.push(entry);
      if (entries.length === limit) return { entries, cursor: cursorTo(tenant, before) };
    }
    if (!LastEvaluatedKey) before = endOfMonthBefore(before);
  }
  return { entries, cursor: before > from ? cursorTo(tenant, before) : undefined };
}

const iso = (time: number | string): string => new Date(time).toISOString();
const scopeOf = (tenant: TenantId) => `audit ${tenant}`;
const cursorTo = (tenant: TenantId, before: string) => toCursor(scopeOf(tenant), { before });

function positionOf(tenant: TenantId, cursor: string | undefined): string | undefined {
  const key = fromCursor(scopeOf(tenant), cursor);
  if (!key) return undefined;
  const { success, data } = Position.safeParse(key);
  if (!success || Number.isNaN(Date.parse(data.before.slice(0, 24)))) throw wrongCursor('cursor');
  return data.before;
}

/** Comes after everything of the month before, and is in its partition. */
const endOfMonthBefore = (order: string): string => iso(Date.parse(`${order.slice(0, 7)}-01T00:00:00.000Z`) - 1) + '~';

function isWished({ sessionId, action, actor, outcome }: AuditEntry, wish: Omit<Wish, 'cursor' | 'limit'>): boolean {
  return (
    (wish.sessionId === undefined || wish.sessionId === sessionId) &&
    (wish.action === undefined || wish.action === action) &&
    (wish.actor === undefined || wish.actor === actor.subject) &&
    (wish.outcome === undefined || wish.outcome === outcome) &&
    (wish.boundTo === undefined || (sessionId !== undefined && wish.boundTo.includes(sessionId)))
  );
}
