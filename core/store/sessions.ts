import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { KeeplineError } from '../model/errors.ts';
import { SessionId, TenantId, type WorkerId } from '../model/ids.ts';
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
import { GuestSlot } from './guestSlots.ts';
import { NOBODY, ownerOrder, sessionKey, sessionOf, tenantIndex } from './keys.ts';
import { SealedProxy } from './proxies.ts';
import { getAll, listPage } from './query.ts';
import { isConditionFailure, succeeds, type Table } from './table.ts';
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
  /** Counts what was asked of the owner beyond that: operations. */
  operations: z.int().default(0),
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
  /** Somebody has brought its credentials, which wait in a parcel. */
  imported: z.boolean().optional(),
  /** Its credentials wait to be collected, under the data key of this generation: nobody connects with them here any more. */
  handover: z.object({ generation: z.int() }).optional(),
  /** The phone that a pairing code is wanted for, and when that was asked. */
  pairing: z.object({ phoneNumber: z.string(), askedAt: z.string() }).optional(),
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
  now: string;
  /** Of the request, where it had an idempotency key. */
  fingerprint?: string | undefined;
}

/** Writes a session that waits for a worker. @returns the row that was there already under the same idempotency key. */
export async function createSession(table: Table, session: NewSession): Promise<{ row: SessionRow; existed: boolean }> {
  const { id, tenant, label, metadata, phoneNumber, proxy, ephemeral, imported, now, fingerprint } = session;
  const row: SessionRow = {
    id,
    tenant,
    label,
    metadata,
    fingerprint,
    proxy,
    ephemeral,
    imported,
    pairing: phoneNumber === undefined ? undefined : { phoneNumber, askedAt: now },
    createdAt: now,
    updatedAt: now,
    wanted: 'connected',
    asks: 1,
    tries: 0,
    operations: 0,
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
      // A guest's is the session's alone, and ends with it.
      ephemeral?.guest ? undefined : noteTenant(table, tenant),
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
    { scope: `sessions ${tenant} ${status ?? ''}`, ...page },
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
  const { found, cursor } = await listPage(table, query, { scope: `session ids ${tenant}`, ...page }, ({ pk }) =>
    sessionOf({ pk }),
  );
  return { ids: found, cursor };
}

/**
 * Writes what the tenant wants; the owner, or the next one, makes it so. Asked to connect, an archived session is restored.
 * @returns the row, or undefined when there is none.
 */
export async function askOf(
  { db, TableName }: Table,
  id: SessionId,
  wanted: Wanted,
  { archivedAt, now }: { archivedAt?: string; now: string },
): Promise<SessionRow | undefined> {
  try {
    const { Attributes } = await db.send(
      new UpdateCommand({
        TableName,
        Key: sessionKey(id),
        UpdateExpression:
          'SET wanted = :wanted, #owner = if_not_exists(#owner, :nobody), ownerOrder = :order, updatedAt = :now' +
          `${archivedAt ? ', archivedAt = :archivedAt' : ''} ADD asks :one` +
          (wanted === 'connected' ? ' REMOVE archivedAt' : ''),
        ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(erasing)',
        ExpressionAttributeNames: { '#owner': 'owner' },
        ExpressionAttributeValues: {
          ':wanted': wanted,
          ':nobody': NOBODY,
          ':order': ownerOrder(now, id),
          ':now': now,
          ':one': 1,
          ...(archivedAt && { ':archivedAt': archivedAt }),
        },
        ReturnValues: 'ALL_NEW',
      }),
    );
    return SessionRow.parse(Attributes);
  } catch (error) {
    if (isConditionFailure(error)) return undefined;
    throw error;
  }
}

/** Asks the owner to stop and to give the credentials up. @returns the row, or undefined when there is none. */
export async function askForExport(table: Table, id: SessionId, now: string): Promise<SessionRow | undefined> {
  const owned = '#owner = if_not_exists(#owner, :nobody), ownerOrder = :order';
  const values = { ':now': now, ':one': 1, ':stopped': 'stopped', ':nobody': NOBODY, ':order': ownerOrder(now, id) };
  return change(table, id, `SET wanted = :stopped, exporting = :now, ${owned} ADD asks :one`, values, {
    '#owner': 'owner',
  });
}

/** Asks for a pairing code for a phone. @returns the row, or undefined when there is none. */
export async function askForPairingCode(
  table: Table,
  id: SessionId,
  phoneNumber: string,
  askedAt: string,
): Promise<SessionRow | undefined> {
  return change(table, id, 'SET pairing = :pairing', { ':pairing': { phoneNumber, askedAt } });
}

/** Asks the owner not to wait for its next try to connect. @returns the row, or undefined when there is none. */
export async function askForTry(table: Table, id: SessionId): Promise<SessionRow | undefined> {
  return change(table, id, 'ADD tries :one', { ':one': 1 });
}

/** From now on the session goes through this proxy, or through none. @returns the row, or undefined when there is none. */
export async function setProxy(
  table: Table,
  id: SessionId,
  proxy: SealedProxy | undefined,
): Promise<SessionRow | undefined> {
  if (!proxy) return change(table, id, 'ADD asks :one REMOVE proxy', { ':one': 1 });
  return change(table, id, 'ADD asks :one SET proxy = :proxy', { ':one': 1, ':proxy': proxy });
}

/** Asks the owner to hand the session over to another worker. @returns the row, or undefined when there is none. */
export async function askToMove(table: Table, id: SessionId, worker: WorkerId): Promise<SessionRow | undefined> {
  return change(table, id, 'SET movesTo = :worker', { ':worker': worker });
}

/**
 * From now on nobody finds the session, and it cannot be started any more. Its owner logs it out.
 * @param atRest only where it is, and then nobody has to look at it any more
 * @returns the row, or undefined when there is none (that is at rest)
 */
export async function askToErase(
  table: Table,
  id: SessionId,
  now: string,
  { atRest = false } = {},
): Promise<SessionRow | undefined> {
  const { db, TableName } = table;
  const claimable = ', #owner = if_not_exists(#owner, :nobody), ownerOrder = :order, wanted = :out';
  try {
    const { Attributes } = await db.send(
      new UpdateCommand({
        TableName,
        Key: sessionKey(id),
        UpdateExpression:
          'SET erasing = if_not_exists(erasing, :now), archivedAt = if_not_exists(archivedAt, :now), updatedAt = :now' +
          (atRest ? '' : `${claimable} ADD asks :one`),
        ConditionExpression: `attribute_exists(pk)${atRest ? ' AND attribute_not_exists(#owner)' : ''}`,
        ExpressionAttributeNames: { '#owner': 'owner' },
        ExpressionAttributeValues: {
          ':now': now,
          ...(!atRest && { ':nobody': NOBODY, ':order': ownerOrder(now, id), ':out': 'logged_out', ':one': 1 }),
        },
        ReturnValues: 'ALL_NEW',
      }),
    );
    return SessionRow.parse(Attributes);
  } catch (error) {
    if (isConditionFailure(error)) return undefined;
    throw error;
  }
}

/** Takes a session that is at rest off the lists. @returns false when somebody has asked for it meanwhile */
export async function archiveResting({ db, TableName }: Table, id: SessionId, now: string): Promise<boolean> {
  return succeeds(
    db.send(
      new UpdateCommand({
        TableName,
        Key: sessionKey(id),
        UpdateExpression: 'SET archivedAt = :now',
        ConditionExpression:
          'attribute_exists(pk) AND attribute_not_exists(#owner) AND attribute_not_exists(archivedAt)',
        ExpressionAttributeNames: { '#owner': 'owner' },
        ExpressionAttributeValues: { ':now': now },
      }),
    ),
  );
}

async function change(
  { db, TableName }: Table,
  id: SessionId,
  UpdateExpression: string,
  ExpressionAttributeValues: Record<string, unknown>,
  ExpressionAttributeNames?: Record<string, string>,
): Promise<SessionRow | undefined> {
  try {
    const { Attributes } = await db.send(
      new UpdateCommand({
        TableName,
        Key: sessionKey(id),
        UpdateExpression,
        ExpressionAttributeNames,
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues,
        ReturnValues: 'ALL_NEW',
      }),
    );
    return SessionRow.parse(Attributes);
  } catch (error) {
    if (isConditionFailure(error)) return undefined;
    throw error;
  }
}
