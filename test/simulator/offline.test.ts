import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Story } from './story.ts';
import { startStory } from './story.ts';

let world: Story;
beforeAll(async () => {
  world = await startStory();
});
afterAll(() => world.end());

const numbers = (count: number) => Array.from({ length: count }, (_, index) => `number ${index}`);

test('what came while a client was offline waits for it, in order', async () => {
  const [alice, bob] = [await world.phone(), await world.phone()];
  const client = await world.pair(alice);
  await client.end();
  await alice.events.find('the client leaving', ({ event }) => event === 'disconnected');
  const ids = [];
  for (const text of numbers(60)) ids.push(await bob.writes(alice, text));
  client.connect();
  expect((await client.receives(ids.at(-1)!)).type).toBe('append');
  expect(client.texts).toEqual(numbers(60));
  for (const id of ids) await bob.sees(id, 'delivered');
  await world.statsWhen(({ unacknowledged }) => unacknowledged === 0);
});

test('what a client did not acknowledge before its connection dropped comes again, and is kept once', async () => {
  const [alice, bob] = [await world.phone(), await world.phone()];
  const client = await world.pair(alice);
  await world.statsWhen(({ unacknowledged }) => unacknowledged === 0);
  // What it receives stays unacknowledged.
  client.fallSilent();
  const id = await bob.writes(alice, 'twice on the wire');
  await client.receives(id);
  expect((await world.stats()).unacknowledged).toBe(1);
  await world.call('POST /faults', { number: alice.number, kind: 'drop' });
  expect(await client.closed()).toBe(428);
  client.connect();
  await client.opened();
  await world.statsWhen(({ unacknowledged }) => unacknowledged === 0);
  const later = await bob.writes(alice, 'afterwards');
  await client.receives(later);
  expect(await world.stats()).toMatchObject({ unacknowledged: 0, redelivered: 1 });
});

test('through ten drops in the middle of traffic nothing is lost and all can be read', async () => {
  const [alice, bob] = [await world.phone(), await world.phone()];
  const client = await world.pair(alice);
  const ids: string[] = [];
  for (const round of numbers(10)) {
    for (const text of numbers(5)) ids.push(await bob.writes(alice, `${round} ${text}`));
    await world.call('POST /faults', { number: alice.number, kind: 'drop' });
    await client.closed();
    client.connect();
    await client.opened();
  }
  for (const id of ids) await client.receives(id);
  const stats = await world.statsWhen(({ unacknowledged }) => unacknowledged === 0);
  expect(stats).toMatchObject({ undecryptable: 0, malformed: 0 });
});
