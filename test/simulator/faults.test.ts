import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Story } from './story.ts';
import { startStory } from './story.ts';

let world: Story;
beforeAll(async () => {
  world = await startStory();
});
afterAll(() => world.end());

test.each([
  ['drop', 428],
  ['401', 401],
  ['403', 403],
  ['405', 405],
  ['440', 440],
  ['503', 503],
  ['515', 515],
])('%s ends an open connection with %i, and the next login succeeds', async (kind, code) => {
  const alice = await world.phone();
  const client = await world.pair(alice);
  const socket = client.socketNumber;
  expect(await world.call('POST /faults', { number: alice.number, kind })).toEqual({ status: 202, body: { hit: 1 } });
  expect(await client.closed(socket)).toBe(code);
  // After a 515 the client has come back by itself.
  if (code !== 515) client.connect();
  await client.opened();
});

test.each([
  ['drop', 428],
  ['401', 401],
  ['403', 403],
  ['405', 405],
  ['440', 440],
  ['503', 503],
])('%s for a while meets every login with %i', async (kind, code) => {
  const alice = await world.phone();
  const client = await world.pair(alice);
  await world.call('POST /faults', { number: alice.number, kind, seconds: 600 });
  await client.closed();
  client.connect();
  expect(await client.closed()).toBe(code);
});

test('silence holds everything back and then lets it through', async () => {
  const [alice, bob] = [await world.phone(), await world.phone()];
  const client = await world.pair(alice);
  await world.call('POST /faults', { number: alice.number, kind: 'silence', seconds: 0.5 });
  const [sent, written] = await Promise.all([client.sends(bob, 'in silence'), bob.writes(alice, 'in silence too')]);
  expect((await bob.shows(sent)).content.text).toBe('in silence');
  expect((await client.receives(written)).text).toBe('in silence too');
});

test('refuse cuts new connections of everybody', async () => {
  const own = await startStory();
  const client = await own.pair(await own.phone());
  await own.call('POST /faults', { number: 'all', kind: 'refuse', seconds: 600 });
  await own.call('POST /faults', { number: 'all', kind: 'drop' });
  await client.closed();
  client.connect();
  expect(await client.closed()).toBe(408);
  await own.end();
});
