import { randomBytes } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import { newSessionId } from '../../core/model/ids.ts';
import { readEvents } from '../../core/store/events.ts';
import { appendEntry, readEntries, readTail, SupersededError } from '../../core/store/journal.ts';
import { firstSeq } from '../../core/store/journalRows.ts';
import { entryPartKey } from '../../core/store/keys.ts';
import { DamagedError } from '../../core/store/vault.ts';
import { connecting, entry, eventsOf } from './samples.ts';
import { useStores } from './useStores.ts';

const stores = useStores();
const dataKey = randomBytes(32);
const findKey = async () => dataKey;

describe('the fence', () => {
  test('a former owner cannot append where the next one has', async () => {
    const { table } = stores();
    const id = newSessionId();
    await appendEntry(table, id, entry(1, { epoch: 2 }));
    await expect(appendEntry(table, id, entry(1, { epoch: 1 }))).rejects.toThrow(SupersededError);
    expect(await readEntries(table, id, 0, findKey)).toMatchObject([{ n: 1, epoch: 2 }]);
  });

  test('two owners at once: one entry stands', async () => {
    const { table } = stores();
    const id = newSessionId();
    const epochs = Array.from({ length: 10 }, (_, i) => i + 1);
    const appended = await Promise.allSettled(epochs.map((epoch) => appendEntry(table, id, entry(1, { epoch }))));
    expect(appended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('a repeat of our own Put is ours, whatever lies after it', async () => {
    const { table } = stores();
    const id = newSessionId();
    await appendEntry(table, id, entry(1));
    await appendEntry(table, id, entry(1));
    await appendEntry(table, id, entry(2));
    await appendEntry(table, id, entry(1));
    expect(await readEntries(table, id, 0, findKey)).toHaveLength(2);
  });

  test('our own epoch at another instant is not the same entry', async () => {
    const { table } = stores();
    const id = newSessionId();
    await appendEntry(table, id, entry(1));
    await expect(appendEntry(table, id, entry(1, { at: entry(2).at }))).rejects.toThrow(SupersededError);
  });
});

describe('what an entry holds', () => {
  test('comes back whole', async () => {
    const { table } = stores();
    const id = newSessionId();
    const changes = randomBytes(1000);
    const events = eventsOf(id, 1, 0, connecting, { type: 'session_ready', phoneNumber: '4915112345678' });
    const written = entry(1, { events, changes, taken: ['a', 'b'], seq: firstSeq(1) + 1, generation: 3 });
    await appendEntry(table, id, written, dataKey);
    const [read] = await readEntries(table, id, 0, findKey);
    expect({ ...read, changes: Buffer.from(read?.changes ?? []) }).toEqual(written);
  });

  test('may be larger than an item', async () => {
    const { table } = stores();
    const id = newSessionId();
    const changes = randomBytes(900 * 1024);
    const events = eventsOf(id, 1, 0, connecting);
    const taken = Array.from({ length: 1000 }, (_, i) => `4915112345678@s.whatsapp.net|3EB0${i}`);
    await appendEntry(table, id, entry(1, { changes, events, taken }), dataKey);
    const [read] = await readEntries(table, id, 0, findKey);
    expect(read?.events).toEqual(events);
    expect(read?.taken).toEqual(taken);
    expect(Buffer.from(read?.changes ?? []).equals(changes)).toBe(true);
    expect((await readEvents(table, id, { after: 0, limit: 10, maxBytes: Infinity, now: Date.now() })).events).toEqual(
      events,
    );
  });

  test('what was taken in counts for the size too', async () => {
    const { table } = stores();
    const id = newSessionId();
    const taken = Array.from({ length: 1200 }, (_, i) => `${i}|${'x'.repeat(50)}`);
    await appendEntry(table, id, entry(1, { changes: randomBytes(349 * 1024), taken }), dataKey);
    expect((await readEntries(table, id, 0, findKey))[0]?.taken).toEqual(taken);
  });

  test('parts without their entry mean nothing', async () => {
    const { table } = stores();
    const id = newSessionId();
    const { db, TableName } = table;
    await db.send(new PutCommand({ TableName, Item: { ...entryPartKey(id, 1, 1, 0), bytes: randomBytes(10) } }));
    expect(await readEntries(table, id, 0, findKey)).toEqual([]);
    // A former owner's parts stay apart from those of the entry that stands.
    const changes = randomBytes(500 * 1024);
    await appendEntry(table, id, entry(1, { epoch: 2, changes }), dataKey);
    const late = appendEntry(table, id, entry(1, { epoch: 1, changes: randomBytes(500 * 1024) }), dataKey);
    await expect(late).rejects.toThrow(SupersededError);
    const [read] = await readEntries(table, id, 0, findKey);
    expect(Buffer.from(read?.changes ?? []).equals(changes)).toBe(true);
  });

  test('opens under its own key only; without any it is gone', async () => {
    const { table } = stores();
    const id = newSessionId();
    await appendEntry(table, id, entry(1, { changes: randomBytes(10) }), dataKey);
    await expect(readEntries(table, id, 0, async () => randomBytes(32))).rejects.toThrow(DamagedError);
    const [read] = await readEntries(table, id, 0, async () => undefined);
    expect(read).toMatchObject({ n: 1 });
    expect(read?.changes).toBeUndefined();
  });

  test('is refused when there is no key for its changes', async () => {
    const { table } = stores();
    const id = newSessionId();
    await expect(appendEntry(table, id, entry(1, { changes: randomBytes(10) }))).rejects.toThrow('data key');
    expect(await readTail(table, id)).toBeUndefined();
  });
});

describe('reading', () => {
  test('entries after a checkpoint, in order, over several pages', async () => {
    const { table } = stores();
    const id = newSessionId();
    for (let n = 1; n <= 6; n++) {
      await appendEntry(table, id, entry(n, { changes: randomBytes(300 * 1024) }), dataKey);
    }
    expect((await readEntries(table, id, 2, findKey)).map(({ n }) => n)).toEqual([3, 4, 5, 6]);
  });

  test('the tail is the newest entry', async () => {
    const { table } = stores();
    const id = newSessionId();
    await appendEntry(table, id, entry(1));
    await appendEntry(
      table,
      id,
      entry(2, { seq: 7, view: { answers: 0, state: { status: 'qr_ready' }, lid: '1@lid' } }),
    );
    expect(await readTail(table, id)).toMatchObject({
      seq: 7,
      view: { answers: 0, state: { status: 'qr_ready' }, lid: '1@lid' },
    });
  });
});
