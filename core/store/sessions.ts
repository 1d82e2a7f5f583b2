import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { KeeplineError } from '../model/errors.ts';
import { SessionId, TenantId } from '../model/ids.ts';
import {
  HANDED_OVER,
  isPaused,
  isResting,
  SendingPause,
  type Session,
  SessionState,
  type SessionStatus,
  Wanted,
} from '../model/session.ts';
import { noteGuest } from './guests.ts';
import { GuestSlot } from './guestSlots.ts';
import { NOBODY, ownerOrder, sessionKey, sessionOf, tenantIndex } from './keys.ts';
import { SealedProxy } from './proxies.ts';
import { getAll, listPage } from './query.ts';
import { isConditionFailure, type Table } from './table.ts';
import { noteTenant } from './tenants.ts';

/**
 * A session's row. Tenants write `wanted` (and count it in `asks`); the owner projects the rest from the journal.
 * `owner` is a worker, NOBODY while it waits for one, absent at rest.
 */
const SessionRow = z.object({
  id: SessionId,
  tenant: TenantId,
  label: z.string().optional(),
  metadata: z.record(z.string(), z.string()).optional(),
  createdAt: z.string(),
  updatedAt: z.string(),
  archivedAt: z.string().optional(),
  /** Since when it is to be erased for good: nobody finds it any more. */
  erasing: z.string().optional(),
  wanted: Wanted,
  asks: z.int(),
  /** Of the request that has asked for something last. */
  correlationId: z.string().optional(),
  /** Counts what was asked of the owner beyond that: operations. */
  operations: z.int().default(0),
  /** How often somebody asked for one more look at the outbox before the session rests. */
  looks: z.int().default(0),
  owner: z.string().optional(),
  epoch: z.int(),
  /** The worker that an operator wants it to go to. */
  movesTo: z.string().optional(),
  state: SessionState,
  /** Which of the asks the state answers. */
  answers: z.int().default(0),
  phoneNumber: z.string().optional(),
  lid: z.string().optional(),
  sending: SendingPause.optional(),
  seq: z.int(),
  /** The newest journal entry that this row contains. */
  n: z.int(),
  fingerprint: z.string().optional(),
  proxy: SealedProxy.optional(),
  /** How often somebody asked not to wait for the next try to connect. */
  tries: z.int().default(0),
  /** Erased at this time, or once its credentials were collected. `guest`: whose it is, where nobody has an account. */
  ephemeral: z.object({ until: z.string(), guest: GuestSlot.extend({ hash: z.string() }).optional() }).optional(),
  /** Since when it is to leave as a file, once it is stopped. */
  exporting: z.string().optional(),
  /** The device whose credentials somebody has brought. */
  device: z.string().optional(),
  /** The session that has its credentials by now: it cannot be started any more. */
  supersededBy: SessionId.optional(),
  /** Somebody has brought its credentials, which wait in a parcel. */
  imported: z.boolean().optional(),
  /** Its credentials wait to be collected, under the data key of this generation: nobody connects with them here any more. */
  handover: z.object({ generation: z.int() }).optional(),
  /** The phone that a pairing code is wanted for, and when that was asked. */
  pairing: z.object({ phoneNumber: z.string(), askedAt: z.string(), correlationId: z.string().optional() }).optional(),
});
export type SessionRow = z.infer<typeof SessionRow>;
export const parseSessionRow = (item: unknown): SessionRow => SessionRow.parse(item);

/** What callers see. A session at rest that was asked for again is pending until its owner has looked. */
export function toSession(row: SessionRow): Session {
  const { id, label, metadata, createdAt, updatedAt, archivedAt, phoneNumber, lid, seq } = row;
  const proxy = row.proxy?.shown;
  const asked = isResting(row.state.status) && row.wanted === 'connected' && row.asks > row.answers;
  const known: SessionState = asked ? { status: 'pending' } : row.state;
  const state: SessionState = row.handover ? { status: 'disconnected', reason: HANDED_OVER } : known;
  const ephemeralUntil = row.ephemeral?.until;
  // Its owner may not have said yet that it is over, or there is none.
  const sending = isPaused(row.sending) ? row.sending : undefined;
  const facts = { id, label, metadata, createdAt, updatedAt, archivedAt, phoneNumber, lid, proxy, ephemeralUntil, seq };
  return { ...facts, sending, ...state };
}

export interface NewSession {
  id: SessionId;
  tenant: TenantId;
  label?: string | undefined;
  metadata?: Record<string, string> | undefined;
  /** Where a pairing code is wanted beside the QR code. */
  phoneNumber?: string | undefined;
  proxy?: SealedProxy | undefined;
  ephemeral?: SessionRow['ephemeral'];
  /** Its parcel is there already. */
  imported?: boolean | undefined;
  device?: string | undefined;
  now: string;
  correlationId?: string | undefined;
  /** Of the request, where it had an idempotency key. */
  fingerprint?: string | undefined;
}

/** Writes a session that waits for a worker. @returns the row that was there already under the same idempotency key. */
export async function createSession(table: Table, session: NewSession): Promise<{ row: SessionRow; existed: boolean }> {
  const {
    id,
    tenant,
    label,
    metadata,
    phoneNumber,
    proxy,
    ephemeral,
    imported,
    device,
    now,
    correlationId,
    fingerprint,
  } = session;
  const row: SessionRow = {
    id,
    tenant,
    label,
    metadata,
    fingerprint,
    proxy,
    ephemeral,
    imported,
    device,
    correlationId,
    pairing: phoneNumber === undefined ? undefined : { phoneNumber, askedAt: now, correlationId },
    createdAt: now,
    updatedAt: now,
    wanted: 'connected',
    asks: 1,
    tries: 0,
    operations: 0,
    looks: 0,
    owner: NOBODY,
    epoch: 0,
    state: { status: 'pending' },
    answers: 0,
    seq: 0,
    n: 0,
  };
  const Item = { ...sessionKey(id), ...tenantIndex(tenant, now, id), ownerOrder: ownerOrder(now, id), ...row };
  const { db, TableName } = table;
  try {
    await Promise.all([
      // A guest's tenant is the session's alone, and ends with it.
      ephemeral?.guest ? noteGuest(table, id) : noteTenant(table, tenant),
      db.send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' })),
    ]);
    return { row, existed: false };
  } catch (error) {
    const found = isConditionFailure(error) ? await getSession(table, id) : undefined;
    if (!found) throw error;
    if (found.fingerprint !== fingerprint) {
      throw new KeeplineError('idempotency_conflict', 'This Idempotency-Key was used for a different session.');
    }
    return { row: found, existed: true };
  }
}

export async function getSession({ db, TableName }: Table, id: SessionId): Promise<SessionRow | undefined> {
  const { Item } = await db.send(new GetCommand({ TableName, Key: sessionKey(id), ConsistentRead: true }));
  return Item && SessionRow.parse(Item);
}

/** The tenant's sessions, newest first. Archived ones are left out. */
export async function listSessions(
  table: Table,
  tenant: TenantId,
  { status, ...page }: { status?: SessionStatus | undefined; cursor?: string | undefined; limit: number },
): Promise<{ rows: SessionRow[]; cursor: string | undefined }> {
  const query = {
    IndexName: 'tenant',
    KeyConditionExpression: 'tenant = :tenant',
    ExpressionAttributeValues: { ':tenant': tenant },
    ScanIndexForward: false,
  };
  const { found, cursor } = await listPage(
    table,
    query,
    { list: `sessions ${status ?? ''}`, within: { tenant }, ...page },
    (item) => {
      const row = SessionRow.parse(item);
      const listed = !row.archivedAt && (status === undefined || toSession(row).status === status);
      return listed ? row : undefined;
    },
    (keys) => getAll(table, keys),
  );
  return { rows: found, cursor };
}

/** The ids of all the tenant's sessions, archived ones too, a page of them. `cursor` is for this function only. */
export async function listSessionIds(
  table: Table,
  tenant: TenantId,
  page: { cursor?: string | undefined; limit: number },
): Promise<{ ids: SessionId[]; cursor: string | undefined }> {
  const query = {
    IndexName: 'tenant',
    KeyConditionExpression: 'tenant = :tenant',
    ExpressionAttributeValues: { ':tenant': tenant },
  };
  const { found, cursor } = await listPage(
    table,
    query,
    { list: 'session ids', within: { tenant }, ...page },
    ({ pk }) => sessionOf({ pk }),
  );
  return { ids: found, cursor };
}
