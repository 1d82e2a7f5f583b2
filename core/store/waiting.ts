/** Sessions that wait for a worker. */
import { NOBODY, sessionOf } from './keys.ts';
import { getAll, queryAll } from './query.ts';
import { parseSessionRow } from './sessions.ts';
import type { Table } from './table.ts';

/** More need not be counted to know that something is wrong. */
const MOST = 1_000;
/** Among these the first that was asked for is sought. */
const FIRST = 25;

/** How many wait (a thousand at the most), and since when the first that somebody asked for. The index may lag. */
export async function waitingSessions(table: Table): Promise<{ waiting: number; since?: string }> {
  const keys = await queryAll(
    table,
    {
      IndexName: 'owner',
      KeyConditionExpression: '#owner = :nobody',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: { ':nobody': NOBODY },
    },
    MOST,
  );
  const rows = (await getAll(table, keys.slice(0, FIRST))).map(parseSessionRow);
  // One that goes from a worker to the next was asked for long ago, and waits for a moment.
  const asked = new Set(
    rows.filter(({ asks, answers, owner }) => owner === NOBODY && asks > answers).map(({ id }) => id),
  );
  const first = keys.find(({ pk }) => asked.has(sessionOf({ pk })));
  return { waiting: keys.length, ...(first && { since: String(first['ownerOrder']).split('#')[0] }) };
}
