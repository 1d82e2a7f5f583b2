/** What a session has done so far: derived from its checkpoint and the journal after it. */
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { SessionId } from '../model/ids.ts';
import { EMPTY_TALLY, type Tally, tallied } from '../model/tally.ts';
import { readFacts } from './checkpoint.ts';
import { EVENT_ATTRIBUTES, eventsOfRow } from './events.ts';
import { queryEntries } from './journalRows.ts';
import { CHATS, sessionKey } from './keys.ts';
import type { Table } from './table.ts';

/** A checkpoint comes after 300 entries, an hour, or a megabyte. */
const MOST_ENTRIES = 1_000;

const Row = z.object({ at: z.string(), taken: z.array(z.string()).default([]) });

/** @returns also the bytes of the sealed credentials, as of the checkpoint */
export async function readTally(table: Table, id: SessionId): Promise<{ tally: Tally; bytes: number }> {
  const { n, tally: before, bytes } = (await readFacts(table, id)) ?? { n: 0, tally: EMPTY_TALLY, bytes: 0 };
  const only = [...EVENT_ATTRIBUTES, 'taken'];
  let tally = before;
  for (const item of await queryEntries(table, id, n, { limit: MOST_ENTRIES, only })) {
    tally = tallied(tally, { ...Row.parse(item), events: await eventsOfRow(table, id, item) });
  }
  return { tally, bytes };
}

/** How many chats it has. */
export async function countChats({ db, TableName }: Table, id: SessionId): Promise<number> {
  let chats = 0;
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await db.send(
      new QueryCommand({
        TableName,
        IndexName: 'time',
        Select: 'COUNT',
        KeyConditionExpression: 'pk = :pk AND begins_with(#time, :chats)',
        ExpressionAttributeNames: { '#time': 'time' },
        ExpressionAttributeValues: { ':pk': sessionKey(id).pk, ':chats': CHATS },
        ExclusiveStartKey,
      }),
    );
    chats += page.Count ?? 0;
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return chats;
}
