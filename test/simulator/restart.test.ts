import { expect, test } from 'vitest';
import { spawnSimulator, stop } from './spawned.ts';
import { Story, startStory } from './story.ts';
import { temporaryFolder } from './temporaryFolder.ts';

test('after a restart of the simulator a linked client logs in and messages can be read both ways', async () => {
  const world = await startStory({ keep: true });
  const [alice, bob] = [await world.phone(), await world.phone()];
  const client = await world.pair(alice);
  await bob.shows(await client.sends(bob, 'before'));
  await client.receives(await bob.writes(alice, 'answer'));
  await client.end();
  await alice.events.find('the client leaving', ({ event }) => event === 'disconnected');
  const waiting = await bob.writes(alice, 'while it was away');
  await world.restart();
  expect(await bob.texts()).toEqual(['before', 'answer', 'while it was away']);
  client.connect();
  await client.opened();
  expect((await client.receives(waiting)).text).toBe('while it was away');
  await bob.sees(waiting, 'delivered');
  const id = await client.sends(bob, 'after');
  expect((await bob.shows(id)).content).toEqual({ type: 'text', text: 'after' });
  expect((await client.receives(await bob.writes(alice, 'after too'))).text).toBe('after too');
  expect(await world.stats()).toMatchObject({ decryptFailures: 0, clientRetries: 0, undecryptable: 0, linked: 1 });
  await world.end();
});

test('killed in the middle and started again, it still knows everybody', async () => {
  const stateDir = temporaryFolder();
  const first = await spawnSimulator(stateDir);
  const world = new Story(
    { ...first, noiseRootKey: Buffer.alloc(0), authority: '', close: () => stop(first.child, 'SIGKILL') },
    stateDir,
  );
  const [alice, bob] = [await world.phone(), await world.phone()];
  const client = await world.pair(alice);
  await bob.shows(await client.sends(bob, 'before'));
  const waiting = await bob.writes(alice, 'an answer');
  await bob.sees(waiting, 'delivered');
  // What happened is on disk a moment later; the next answer of the simulator may come sooner than that.
  await world.call('POST /faults', { number: alice.number, kind: 'silence', seconds: 0.1 });
  await bob.sees(await bob.writes(alice, 'a last word'), 'delivered');
  await world.restart();
  await client.closed();
  client.connect();
  await client.opened();
  await bob.shows(await client.sends(bob, 'after'));
  expect((await client.receives(await bob.writes(alice, 'after too'))).text).toBe('after too');
  expect(await world.stats()).toMatchObject({ linked: 1, undecryptable: 0 });
  await world.end();
});

test('SIGTERM ends it in order', async () => {
  const { child } = await spawnSimulator(temporaryFolder());
  await stop(child, 'SIGTERM');
  expect(child.exitCode).toBe(0);
});
