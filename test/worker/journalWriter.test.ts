import { setImmediate as turn } from 'node:timers/promises';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import type { TenantId } from '../../core/model/ids.ts';
import { readFeed } from '../../core/store/feed.ts';
import type { Held } from '../../core/store/ownership.ts';
import { Metrics } from '../../worker/metrics.ts';
import { JournalWriter } from '../../worker/session/journalWriter.ts';
import { connecting, heldSession, tenant } from '../store/samples.ts';
import { useStores } from '../store/useStores.ts';

const stores = useStores();

/** A writer as an owner has it that goes on after entry `n`. */
function writerAfter(n: number, held: Held, owner: TenantId) {
  return new JournalWriter({
    table: stores().table,
    held,
    tenant: owner,
    position: { n, seq: n * 100_000, generation: 1 },
    takeChanges: () => undefined,
    view: () => ({ state: { status: 'connecting' }, answers: 0 }),
    dataKey: async () => new Uint8Array(32),
    metrics: new Metrics('Test'),
    onCommitted: () => {},
    onTrouble: (error) => expect.fail(String(error)),
    onSuperseded: () => expect.fail('nobody else writes'),
    refusal: () => expect.fail('nothing is refused'),
  });
}

it('a busy session is in the stream of all once in a while, and each of its owners anew; nothing is missing', async () => {
  const { table } = stores();
  const [held, owner] = [await heldSession(table), tenant()];
  for (const n of [0, 5]) {
    const writer = writerAfter(n, held, owner);
    for (let i = 0; i < 5; i++) {
      writer.event(connecting);
      expect(await writer.drained()).toBe(true);
    }
  }
  const { Items = [] } = await table.db.send(
    new QueryCommand({
      TableName: table.TableName,
      IndexName: 'feed',
      KeyConditionExpression: 'feed = :owner',
      ExpressionAttributeValues: { ':owner': owner },
    }),
  );
  expect(Items.map(({ sk }) => String(sk))).toEqual(['J#000000000001', 'J#000000000006']);
  const { events } = await readFeed(table, owner, { limit: 100, maxBytes: Infinity, now: Date.now() });
  expect(events.map(({ seq }) => seq / 100_000)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

it('an entry that is forced while another one is being written comes after it', async () => {
  const { table } = stores();
  const writer = writerAfter(0, await heldSession(table), tenant());
  writer.event(connecting);
  await turn();
  writer.force();
  expect(await writer.drained()).toBe(true);
  expect(writer.position.n).toBe(2);
});
