/**
 * What is asked of a session's owner, written in its row: the owner, or the next one, makes it so. All of these return the row,
 * or undefined when there is none.
 */
import { UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
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
  return change(
    table,
    id,
    { correlationId },
    {
      UpdateExpression: `SET wanted = :wanted, ${CLAIMABLE}, updatedAt = :now${archived} ADD asks :one${restored}`,
      ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(erasing)',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: {
        ':wanted': wanted,
        ':now': now,
        ...claimable(id, now),
        ...(archivedAt && { ':archivedAt': archivedAt }),
      },
    },
  );
}

/** Asks the owner to stop and to give the credentials up. */
export async function askForExport(
  table: Table,
  id: SessionId,
  { now, correlationId }: Asking,
): Promise<SessionRow | undefined> {
  return change(
    table,
    id,
    { correlationId },
    {
      UpdateExpression: `SET wanted = :stopped, exporting = :now, ${CLAIMABLE} ADD asks :one`,
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: { ':stopped': 'stopped', ':now': now, ...claimable(id, now) },
    },
  );
}

/** Asks for a pairing code for a phone. */
export async function askForPairingCode(
  table: Table,
  id: SessionId,
  phoneNumber: string,
  { now: askedAt, correlationId }: Asking,
): Promise<SessionRow | undefined> {
  return change(
    table,
    id,
    {},
    {
      UpdateExpression: 'SET pairing = :pairing',
      ExpressionAttributeValues: { ':pairing': { phoneNumber, askedAt, correlationId } },
    },
  );
}

/** Asks the owner not to wait for its next try to connect. */
export async function askForTry(
  table: Table,
  id: SessionId,
  by: Pick<Asking, 'correlationId'>,
): Promise<SessionRow | undefined> {
  return change(table, id, by, { UpdateExpression: 'ADD tries :one', ExpressionAttributeValues: { ':one': 1 } });
}

/** From now on the session goes through this proxy, or through none. */
export async function setProxy(
  table: Table,
  id: SessionId,
  proxy: SealedProxy | undefined,
  by: Pick<Asking, 'correlationId'>,
): Promise<SessionRow | undefined> {
  return change(table, id, by, {
    UpdateExpression: `ADD asks :one ${proxy ? 'SET proxy = :proxy' : 'REMOVE proxy'}`,
    ExpressionAttributeValues: { ':one': 1, ...(proxy && { ':proxy': proxy }) },
  });
}

/** Asks the owner to hand the session over to another worker. */
export async function askToMove(table: Table, id: SessionId, worker: WorkerId): Promise<SessionRow | undefined> {
  return change(
    table,
    id,
    {},
    {
      UpdateExpression: 'SET movesTo = :worker',
      ExpressionAttributeValues: { ':worker': worker },
    },
  );
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
  const owner = { ExpressionAttributeNames: { '#owner': 'owner' } };
  const marks =
    'erasing = if_not_exists(erasing, :now), archivedAt = if_not_exists(archivedAt, :now), updatedAt = :now';
  if (atRest) {
    return change(
      table,
      id,
      { correlationId },
      {
        ...owner,
        UpdateExpression: `SET ${marks}`,
        ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(#owner)',
        ExpressionAttributeValues: { ':now': now },
      },
    );
  }
  return change(
    table,
    id,
    { correlationId },
    {
      ...owner,
      UpdateExpression: `SET ${marks}, ${CLAIMABLE}, wanted = :out ADD asks :one`,
      ExpressionAttributeValues: { ':now': now, ':out': 'logged_out', ...claimable(id, now) },
    },
  );
}

/** Takes a session that is at rest off the lists. Undefined, too, when somebody has asked for it meanwhile. */
export async function archiveResting(table: Table, id: SessionId, now: string): Promise<SessionRow | undefined> {
  return change(
    table,
    id,
    {},
    {
      UpdateExpression: 'SET archivedAt = :now',
      ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(#owner) AND attribute_not_exists(archivedAt)',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: { ':now': now },
    },
  );
}

type Change = Pick<
  UpdateCommandInput,
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues' | 'UpdateExpression'
>;

/** On the condition that the session is there, or another one. The row keeps by which request it was. */
async function change(
  { db, TableName }: Table,
  id: SessionId,
  { correlationId }: Pick<Asking, 'correlationId'>,
  asked: Change,
): Promise<SessionRow | undefined> {
  const place = { TableName, Key: sessionKey(id), ReturnValues: 'ALL_NEW' } as const;
  const noted = correlationId === undefined ? asked : withRequest(asked, correlationId);
  try {
    const { Attributes } = await db.send(
      new UpdateCommand({ ConditionExpression: 'attribute_exists(pk)', ...noted, ...place }),
    );
    return parseSessionRow(Attributes);
  } catch (error) {
    if (isConditionFailure(error)) return undefined;
    throw error;
  }
}

/** One more attribute among those that are set, if any are. */
function withRequest(
  { UpdateExpression = '', ExpressionAttributeValues, ...rest }: Change,
  correlationId: string,
): Change {
  const sets = /\bSET /.test(UpdateExpression);
  return {
    ...rest,
    UpdateExpression: sets
      ? UpdateExpression.replace(/\bSET /, 'SET correlationId = :correlationId, ')
      : `${UpdateExpression} SET correlationId = :correlationId`,
    ExpressionAttributeValues: { ...ExpressionAttributeValues, ':correlationId': correlationId },
  };
}
