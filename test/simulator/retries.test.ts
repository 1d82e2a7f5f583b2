import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from './client.ts';
import type { Story } from './story.ts';
import { startStory } from './story.ts';

let world: Story;
beforeAll(async () => {
  world = await startStory();
});
afterAll(() => world.end());

const sessions = (client: Client) =>
  [...client.bare.keys.values]
    .filter(([key]) => key.startsWith('session '))
    .map(([key, value]) => [key, structuredClone(value)] as const);

test('a phone that cannot read asks again, and reads the message that is encrypted anew', async () => {
  const [alice, bob] = [await world.phone(), await world.phone()];
  const client = await world.pair(alice);
  await bob.shows(await client.sends(bob, 'first'));
  await client.receives(await bob.writes(alice, 'answer'));
  const before = await world.stats();
  const saved = sessions(client);
  await bob.shows(await client.sends(bob, 'second'));
  // The client's ratchet is set back, as after a crash that lost its last write.
  for (const [key, value] of saved) client.bare.keys.values.set(key, value);
  const id = await client.sends(bob, 'third');
  await bob.shows(id);
  const after = await world.statsWhen(({ undecryptable }) => undecryptable === 0);
  expect(after.decryptFailures).toBeGreaterThan(before.decryptFailures!);
  expect(after.ratchetReuses).toBeGreaterThan(before.ratchetReuses!);
  expect(after.retries).toBeGreaterThan(before.retries!);
  expect(after.duplicates).toBe(before.duplicates);
  expect(await bob.texts()).toEqual(['first', 'answer', 'second', 'third']);
});

test('a person gets a new phone: both sides start new sessions and read each other as before', async () => {
  const [alice, bob] = [await world.phone(), await world.phone()];
  const client = await world.pair(alice);
  await bob.shows(await client.sends(bob, 'to the old phone'));
  await client.receives(await bob.writes(alice, 'from the old phone'));
  await world.call(`POST /phones/${bob.number}/new-phone`, {});
  expect((await client.receives(await bob.writes(alice, 'from the new phone'))).text).toBe('from the new phone');
  const id = await client.sends(bob, 'to the new phone');
  expect((await bob.shows(id)).content.text).toBe('to the new phone');
  await alice.shows(await bob.writes(alice, 'and to the other phone'));
  await world.statsWhen(({ undecryptable, unacknowledged }) => undecryptable === 0 && unacknowledged === 0);
});

test('a client that lost its sessions asks again, and the phone encrypts anew; later messages go on', async () => {
  const [alice, bob] = [await world.phone(), await world.phone()];
  const client = await world.pair(alice);
  await bob.shows(await client.sends(bob, 'hello'));
  await client.receives(await bob.writes(alice, 'hello too'));
  const { clientRetries, preKeysHandedOut } = await world.stats();
  for (const [key] of sessions(client)) client.bare.keys.values.delete(key);
  const ids = [];
  for (const text of ['a', 'b', 'c', 'd']) ids.push(await bob.writes(alice, text));
  for (const id of ids) await client.receives(id);
  for (const id of ids) await bob.sees(id, 'delivered');
  const after = await world.statsWhen(({ unacknowledged }) => unacknowledged === 0);
  expect(after.clientRetries).toBeGreaterThan(clientRetries!);
  // One new session serves all that failed.
  expect(after.preKeysHandedOut).toBeLessThanOrEqual(preKeysHandedOut! + 2);
  expect((await client.receives(await bob.writes(alice, 'and on'))).text).toBe('and on');
});
