import { randomBytes } from 'node:crypto';
import { DeleteCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { EMPTY_TALLY } from '../../core/model/tally.ts';
import { newSessionId, type SessionId } from '../../core/model/ids.ts';
import { writeCheckpoint } from '../../core/store/checkpoint.ts';
import { readEvents } from '../../core/store/events.ts';
import { appendEntry } from '../../core/store/journal.ts';
import { entryOf, firstSeq } from '../../core/store/journalRows.ts';
import { entryKey, entryPartKey } from '../../core/store/keys.ts';
import type { Table } from '../../core/store/table.ts';
import { connecting, entry, eventsOf } from './samples.ts';
import { useStores } from './useStores.ts';

const stores = useStores();
const DAY = 24 * 3_600_000;
const now = Date.now();
const daysAgo = (days: number) => new Date(now - days * DAY).toISOString();
const dataKey = randomBytes(32);

const read = (id: SessionId, after?: number, limit = 100) =>
  readEvents(stores().table, id, { after, limit, maxBytes: Infinity, now });

/** A session with one event in each entry, as old as given in days; undefined for an entry without. */
async function journal(...ages: (number | undefined)[]): Promise<SessionId> {
  const id = newSessionId();
  let [prev, age] = [0, 0];
  for (const [i, given] of ages.entries()) {
    const n = i + 1;
    age = given ?? age;
    const at = daysAgo(age);
    const events = given === undefined ? [] : eventsOf(id, n, prev, connecting).map((e) => ({ ...e, timestamp: at }));
    prev = events.at(-1)?.seq ?? prev;
    await appendEntry(stores().table, id, entry(n, { at, events, seq: prev }));
  }
  return id;
}
const seqs = async (found: ReturnType<typeof read>) => (await found).events.map(({ seq }) => entryOf(seq));

test('a gap of events comes page by page, across entries without any', async () => {
  const { table } = stores();
  const id = newSessionId();
  const events = [
    ...eventsOf(id, 1, 0, connecting, connecting, connecting),
    ...eventsOf(id, 5, firstSeq(1) + 2, connecting, connecting),
  ];
  for (let n = 1; n <= 5; n++) {
    const own = events.filter(({ seq }) => entryOf(seq) === n);
    await appendEntry(table, id, entry(n, { events: own, seq: own.at(-1)?.seq ?? firstSeq(1) + 2 }));
  }
  const first = await read(id, 0, 2);
  expect(first).toEqual({ events: events.slice(0, 2), complete: false });
  const second = await read(id, first.events.at(-1)?.seq, 2);
  expect(second).toEqual({ events: events.slice(2, 4), complete: false });
  const third = await read(id, second.events.at(-1)?.seq, 2);
  expect(third).toEqual({ events: events.slice(4), complete: true });
  expect(await read(id, Number.MAX_SAFE_INTEGER, 2)).toEqual({ events: [], complete: true });
});

test('who reads while the journal begins is told of what was written, and not that it is gone', async () => {
  const { table } = stores();
  const id = newSessionId();
  const events = eventsOf(id, 1, 0, connecting);
  const seq = firstSeq(1);
  // A session that was brought along has a checkpoint at once: both come after the journal was looked at.
  const begin = async () => {
    await appendEntry(table, id, entry(1, { events, seq }));
    await writeCheckpoint(table, id, { n: 1, generation: 1, seq, taken: [], tally: EMPTY_TALLY, state: undefined });
  };
  const send = async (command: object) => {
    if (command instanceof GetCommand) await begin();
    return table.db.send(command as never);
  };
  const db = Object.assign(Object.create(table.db) as Table['db'], { send });
  const found = await readEvents({ ...table, db }, id, { after: 0, limit: 100, maxBytes: Infinity, now });
  expect(found).toEqual({ events, complete: true });
});

test('events are given for 7 days; who is further behind is told where the stream begins', async () => {
  const id = await journal(20, 9, 8, undefined, 6, 3, undefined, 1);
  // Who has seen all that is too old goes on.
  expect(await seqs(read(id, firstSeq(3)))).toEqual([5, 6, 8]);
  const details = { earliest: firstSeq(5) };
  for (const after of [0, firstSeq(1), firstSeq(2), firstSeq(3) - 1]) {
    await expect(read(id, after)).rejects.toMatchObject({ code: 'events_expired', details });
  }
  // Where it begins one can begin.
  expect(await seqs(read(id, details.earliest - 1))).toEqual([5, 6, 8]);
  expect(await seqs(read(id))).toEqual([5, 6, 8]);
});

test('a hole that the table tore is told as well', async () => {
  const { db, TableName } = stores().table;
  const id = await journal(5, 4, 3, 2);
  await db.send(new DeleteCommand({ TableName, Key: entryKey(id, 2) }));
  const expired = { code: 'events_expired', details: { earliest: firstSeq(1) } };
  expect(await read(id, 0)).toMatchObject({ events: [{ seq: firstSeq(1) }], complete: false });
  await expect(read(id, firstSeq(1))).rejects.toMatchObject(expired);
  await db.send(new DeleteCommand({ TableName, Key: entryKey(id, 1) }));
  await expect(read(id, 0)).rejects.toMatchObject({ ...expired, details: { earliest: firstSeq(3) } });
  expect(await seqs(read(id, firstSeq(2)))).toEqual([3, 4]);
});

test('a journal of which nothing is left does not pass for an empty one', async () => {
  const { table } = stores();
  const id = newSessionId();
  expect(await read(id, 0)).toEqual({ events: [], complete: true });
  await writeCheckpoint(table, id, { n: 9, generation: 1, seq: firstSeq(9), taken: [], tally: EMPTY_TALLY });
  expect(await read(id, firstSeq(9))).toEqual({ events: [], complete: true });
  await expect(read(id, firstSeq(4))).rejects.toMatchObject({ details: { earliest: firstSeq(9) + 1 } });
  expect(await seqs(read(await journal(40, 30, 20)))).toEqual([]);
});

test('the sealed state is not read along', async () => {
  const { table } = stores();
  const { db, TableName } = table;
  const id = newSessionId();
  const events = eventsOf(id, 1, 0, connecting);
  await appendEntry(table, id, entry(1, { events, changes: randomBytes(1000 * 1024) }), dataKey);
  const more = eventsOf(id, 2, firstSeq(1), connecting);
  await appendEntry(table, id, entry(2, { events: more, changes: randomBytes(100), seq: firstSeq(2) }), dataKey);
  for (const part of [1, 2]) await db.send(new DeleteCommand({ TableName, Key: entryPartKey(id, 1, 1, part) }));
  const answers: object[] = [];
  db.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      answers.push(answer.output);
      return answer;
    },
    { step: 'initialize', name: 'answers' },
  );
  expect((await read(id, 0)).events).toEqual([...events, ...more]);
  db.middlewareStack.remove('answers');
  expect(answers).not.toEqual([]);
  expect(JSON.stringify(answers)).not.toContain('changes');
});
