/** Who holds a session. An epoch that only grows tells the owners of one session apart. */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { SessionId, WorkerId } from '../model/ids.ts';
import type { Wanted } from '../model/session.ts';
import { NOBODY, sessionKey, sessionOf } from './keys.ts';
import { getAll, listPage, queryAll } from './query.ts';
import { getSession, parseSessionRow, type SessionRow } from './sessions.ts';
import { isConditionFailure, succeeds, type Table } from './table.ts';

/**
 * A session that nobody holds, or that a dead worker held, becomes this worker's. Not for one that it holds already.
 * @returns undefined when it is another's
 */
export async function claimSession(
  table: Table,
  id: SessionId,
  worker: WorkerId,
  deadOwner: string = NOBODY,
): Promise<SessionRow | undefined> {
  const { db, TableName } = table;
  try {
    const { Attributes } = await db.send(
      new UpdateCommand({
        TableName,
        Key: sessionKey(id),
        UpdateExpression: 'SET #owner = :worker ADD epoch :one REMOVE movesTo',
        ConditionExpression: '#owner = :nobody OR #owner = :dead',
        ExpressionAttributeNames: { '#owner': 'owner' },
        ExpressionAttributeValues: { ':worker': worker, ':nobody': NOBODY, ':dead': deadOwner, ':one': 1 },
        ReturnValues: 'ALL_NEW',
      }),
    );
    return parseSessionRow(Attributes);
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
    // Its own first try may have landed without an answer: the SDK's second one then finds us in the way.
    const row = await getSession(table, id);
    return row?.owner === worker ? row : undefined;
  }
}

export interface Held {
  id: SessionId;
  worker: WorkerId;
  epoch: number;
}

/** Gives a session back for the next owner to claim; what is no longer ours stays as it is. */
export async function releaseSession({ db, TableName }: Table, { id, worker, epoch }: Held): Promise<void> {
  await succeeds(
    db.send(
      new UpdateCommand({
        TableName,
        Key: sessionKey(id),
        UpdateExpression: 'SET #owner = :nobody',
        ConditionExpression: '#owner = :worker AND epoch = :epoch',
        ExpressionAttributeNames: { '#owner': 'owner' },
        ExpressionAttributeValues: { ':nobody': NOBODY, ':worker': worker, ':epoch': epoch },
      }),
    ),
  );
}

/**
 * Lays a session to rest: it needs no worker until somebody asks again. Refused when somebody asked since `asks`, or for
 * another look at the outbox since `looks`.
 * @returns false when there is a newer ask to look at first (or the session is no longer ours).
 */
export async function restSession(
  { db, TableName }: Table,
  { id, worker, epoch }: Held,
  { asks, looks }: { asks: number; looks: number },
  wanted: Wanted,
): Promise<boolean> {
  return succeeds(
    db.send(
      new UpdateCommand({
        TableName,
        Key: sessionKey(id),
        UpdateExpression: 'SET wanted = :wanted REMOVE #owner, ownerOrder, pairing, exporting',
        ConditionExpression:
          '#owner = :worker AND epoch = :epoch AND asks = :asks AND (attribute_not_exists(looks) OR looks = :looks)',
        ExpressionAttributeNames: { '#owner': 'owner' },
        ExpressionAttributeValues: {
          ':worker': worker,
          ':epoch': epoch,
          ':asks': asks,
          ':looks': looks,
          ':wanted': wanted,
        },
      }),
    ),
  );
}

/** The rows of an owner's sessions, most recently asked for first. The index may lag: the rows decide. */
export async function pageOfOwner(
  table: Table,
  owner: WorkerId,
  page: { cursor?: string | undefined; limit: number },
): Promise<{ rows: SessionRow[]; cursor: string | undefined }> {
  const query = { ...ofOwner(owner), ScanIndexForward: false };
  const read = (item: Record<string, unknown>) => {
    const row = parseSessionRow(item);
    return row.owner === owner ? row : undefined;
  };
  const { found, cursor } = await listPage(
    table,
    query,
    { list: 'sessions of', within: { owner }, ...page },
    read,
    (keys) => getAll(table, keys),
  );
  return { rows: found, cursor };
}

/**
 * From here on the session's credentials are somebody else's, who can collect them: they lie sealed under the data key of
 * this generation.
 * @returns false when the session is no longer ours
 */
export async function markHandedOver(
  { db, TableName }: Table,
  { id, worker, epoch }: Held,
  generation: number,
): Promise<boolean> {
  return succeeds(
    db.send(
      new UpdateCommand({
        TableName,
        Key: sessionKey(id),
        UpdateExpression: 'SET handover = :handover',
        ConditionExpression: '#owner = :worker AND epoch = :epoch',
        ExpressionAttributeNames: { '#owner': 'owner' },
        ExpressionAttributeValues: { ':handover': { generation }, ':worker': worker, ':epoch': epoch },
      }),
    ),
  );
}

/** The credentials that somebody has brought are in the journal. */
export async function clearImport({ db, TableName }: Table, { id, worker, epoch }: Held): Promise<void> {
  await succeeds(
    db.send(
      new UpdateCommand({
        TableName,
        Key: sessionKey(id),
        UpdateExpression: 'REMOVE imported',
        ConditionExpression: '#owner = :worker AND epoch = :epoch',
        ExpressionAttributeNames: { '#owner': 'owner' },
        ExpressionAttributeValues: { ':worker': worker, ':epoch': epoch },
      }),
    ),
  );
}

/** The sessions of an owner (or of NOBODY), most recently asked for first. The index may lag: claims decide. */
export async function sessionsOf(table: Table, owner: string): Promise<SessionId[]> {
  const items = await queryAll(table, { ...ofOwner(owner), ScanIndexForward: false });
  return items.map(sessionOf);
}

const ofOwner = (owner: string) => ({
  IndexName: 'owner',
  KeyConditionExpression: '#owner = :owner',
  ExpressionAttributeNames: { '#owner': 'owner' },
  ExpressionAttributeValues: { ':owner': owner },
});
