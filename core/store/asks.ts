/**
 * What is asked of a session's owner, written in its row: the owner, or the next one, makes it so. All of these return the row,
 * or undefined when there is none.
 */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { SessionId, WorkerId } from '../model/ids.ts';
import type { Wanted } from '../model/session.ts';
import { NOBODY, ownerOrder, sessionKey } from './keys.ts';
import type { SealedProxy } from './proxies.ts';
import { parseSessionRow, type SessionRow } from './sessions.ts';
import { isConditionFailure, type Table } from './table.ts';

/** A session at rest gets an owner by it: somebody has to look. */
const CLAIMABLE = '#owner = if_not_exists(#owner, :nobody), ownerOrder = :order';
const claimable = (id: SessionId, now: string) => ({ ':nobody': NOBODY, ':order': ownerOrder(now, id), ':one': 1 });

/** When somebody asks, and in which request. */
export interface Asking {
  now: string;
  correlationId?: string | undefined;
}

/** Asks for a state. Asked to connect, an archived session is restored; one that is to be erased is not there any more. */
export async function askOf(
  table: Table,
  id: SessionId,
  wanted: Wanted,
  { archivedAt, now, correlationId }: { archivedAt?: string } & Asking,
): Promise<SessionRow | undefined> {
  const archived = archivedAt ? ', archivedAt = :archivedAt' : '';
  const restored = wanted === 'connected' ? ' REMOVE archivedAt' : '';
  return change(table, id, {
    set: `wanted = :wanted, ${CLAIMABLE}, updatedAt = :now${archived}`,
    also: `ADD asks :one${restored}`,
    condition: `attribute_exists(pk) AND attribute_not_exists(erasing)${restored && ' AND attribute_not_exists(supersededBy)'}`,
    values: { ':wanted': wanted, ':now': now, ...claimable(id, now), ...(archivedAt && { ':archivedAt': archivedAt }) },
    correlationId,
  });
}

/** Asks the owner to stop and to give the credentials up. */
export async function askForExport(
  table: Table,
  id: SessionId,
  { now, correlationId }: Asking,
): Promise<SessionRow | undefined> {
  return change(table, id, {
    set: `wanted = :stopped, exporting = :now, ${CLAIMABLE}`,
    also: 'ADD asks :one',
    values: { ':stopped': 'stopped', ':now': now, ...claimable(id, now) },
    correlationId,
  });
}

/** Asks for a pairing code for a phone. */
export async function askForPairingCode(
  table: Table,
  id: SessionId,
  phoneNumber: string,
  { now: askedAt, correlationId }: Asking,
): Promise<SessionRow | undefined> {
  const pairing = { phoneNumber, askedAt, correlationId };
  return change(table, id, { set: 'pairing = :pairing', values: { ':pairing': pairing } });
}

/** Asks the owner not to wait for its next try to connect. */
export async function askForTry(
  table: Table,
  id: SessionId,
  { correlationId }: Pick<Asking, 'correlationId'>,
): Promise<SessionRow | undefined> {
  return change(table, id, { also: 'ADD tries :one', values: { ':one': 1 }, correlationId });
}

/** From now on the session goes through this proxy, or through none. */
export async function setProxy(
  table: Table,
  id: SessionId,
  proxy: SealedProxy | undefined,
  { correlationId }: Pick<Asking, 'correlationId'>,
): Promise<SessionRow | undefined> {
  const one = { ':one': 1 };
  return proxy
    ? change(table, id, {
        set: 'proxy = :proxy',
        also: 'ADD asks :one',
        values: { ...one, ':proxy': proxy },
        correlationId,
      })
    : change(table, id, { also: 'ADD asks :one REMOVE proxy', values: one, correlationId });
}

/** Asks for a look at the outbox: who lays the session to rest looks again, and one at rest gets an owner for it. */
export async function askToLook(table: Table, id: SessionId, now: string): Promise<SessionRow | undefined> {
  return change(table, id, {
    set: CLAIMABLE,
    also: 'ADD looks :one',
    condition: 'attribute_exists(pk) AND attribute_not_exists(erasing)',
    values: claimable(id, now),
  });
}

/** Asks the owner to hand the session over to another worker. */
export async function askToMove(table: Table, id: SessionId, worker: WorkerId): Promise<SessionRow | undefined> {
  return change(table, id, { set: 'movesTo = :worker', values: { ':worker': worker } });
}

/**
 * From now on nobody finds the session, and it cannot be started any more. Its owner logs it out.
 * @param atRest only where it is, and then nobody has to look at it any more
 */
export async function askToErase(
  table: Table,
  id: SessionId,
  { now, correlationId }: Asking,
  { atRest = false } = {},
): Promise<SessionRow | undefined> {
  const marks =
    'erasing = if_not_exists(erasing, :now), archivedAt = if_not_exists(archivedAt, :now), updatedAt = :now';
  if (atRest) {
    const condition = 'attribute_exists(pk) AND attribute_not_exists(#owner)';
    return change(table, id, { set: marks, condition, values: { ':now': now }, correlationId });
  }
  return change(table, id, {
    set: `${marks}, ${CLAIMABLE}, wanted = :out`,
    also: 'ADD asks :one',
    values: { ':now': now, ':out': 'logged_out', ...claimable(id, now) },
    correlationId,
  });
}

/** Takes a session that is at rest off the lists. Undefined, too, when somebody has asked for it meanwhile. */
export async function archiveResting(table: Table, id: SessionId, now: string): Promise<SessionRow | undefined> {
  return change(table, id, {
    set: 'archivedAt = :now',
    condition: 'attribute_exists(pk) AND attribute_not_exists(#owner) AND attribute_not_exists(archivedAt)',
    values: { ':now': now },
  });
}

interface Change {
  /** What is set. */
  set?: string;
  /** Clauses after that. */
  also?: string;
  /** Instead of the one that the session is there. */
  condition?: string;
  values: Record<string, unknown>;
  /** The row keeps by which request it was. */
  correlationId?: string | undefined;
}

async function change(
  { db, TableName }: Table,
  id: SessionId,
  { set, also = '', condition = 'attribute_exists(pk)', values, correlationId }: Change,
): Promise<SessionRow | undefined> {
  const sets = [set, correlationId && 'correlationId = :correlationId'].filter(Boolean).join(', ');
  const UpdateExpression = `${sets && `SET ${sets}`} ${also}`;
  const ofOwner = `${UpdateExpression} ${condition}`.includes('#owner');
  try {
    const { Attributes } = await db.send(
      new UpdateCommand({
        TableName,
        Key: sessionKey(id),
        UpdateExpression,
        ConditionExpression: condition,
        ExpressionAttributeNames: ofOwner ? { '#owner': 'owner' } : undefined,
        ExpressionAttributeValues: { ...values, ...(correlationId && { ':correlationId': correlationId }) },
        ReturnValues: 'ALL_NEW',
      }),
    );
    return parseSessionRow(Attributes);
  } catch (error) {
    if (isConditionFailure(error)) return undefined;
    throw error;
  }
}
