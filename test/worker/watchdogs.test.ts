import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Watched, watchBacklog, watchSilence } from '../../worker/whatsapp/watchdogs.ts';
import { Log } from '../simulator/log.ts';
import type { Person } from '../simulator/person.ts';
import { startStory, type Story } from '../simulator/story.ts';

let world: Story;
beforeAll(async () => {
  world = await startStory();
});
afterAll(() => world.end());

/** An answer has a third of it to come: a machine that stands still for a moment is not silent. */
const SILENCE_MS = 1_800;

/** A client that logs in under watch; `asked` tells each time that WhatsApp was asked. */
async function loginOf(person: Person, hold: (release: () => void) => void = setImmediate) {
  const client = await world.pair(person);
  await client.end();
  await person.events.find('the client leaving', ({ event }) => event === 'disconnected');
  const asked = new Log<number>();
  const afterCommit = (release: () => void) => {
    asked.add(asked.entries.length + 1);
    hold(release);
  };
  const over = new AbortController();
  const login = () => {
    client.connect();
    void client.closed().then(() => over.abort());
    const watch: Watched = { sock: client.bare.socket, silenceMs: SILENCE_MS, afterCommit, signal: over.signal };
    return watch;
  };
  return { client, login, times: (count: number) => asked.find(`${count} questions`, (each) => each >= count) };
}

describe('a silent socket', () => {
  test.each([
    ['once it is open', true],
    ['while it is being opened', false],
  ])('is ended long before Baileys notices, %s', async (_, first) => {
    const { client, login } = await loginOf(await world.phone());
    const since = performance.now();
    const ended = watchSilence(login());
    if (first) await client.opened();
    client.fallSilent();
    await ended;
    await client.closed();
    expect(performance.now() - since).toBeLessThan(10_000);
  });

  test('is not one that is only idle, and not one whose question waits for the store', async () => {
    const [alice, bob] = [await world.phone(), await world.phone()];
    const released = Promise.withResolvers<void>();
    const idle = await loginOf(alice);
    const slow = await loginOf(bob, (release) => void released.promise.then(release));
    void watchSilence(idle.login());
    void watchSilence(slow.login());
    await slow.times(1);
    // Each question of the idle one is answered, or there would be no next one.
    await idle.times(3);
    released.resolve();
    const [question, answer] = [await alice.writes(bob, 'still here?'), await bob.writes(alice, 'yes')];
    expect(await slow.client.receives(question)).toMatchObject({ text: 'still here?' });
    expect(await idle.client.receives(answer)).toMatchObject({ text: 'yes' });
    await Promise.all([idle.client.end(), slow.client.end()]);
  });
});

test('a backlog whose end is never told is not held back for long', async () => {
  const [alice, bob] = [await world.phone(), await world.phone()];
  const { client, login } = await loginOf(alice);
  const id = await bob.writes(alice, 'while it was away');
  await world.call('POST /rules', { endOfBacklog: false });
  watchBacklog(login());
  expect(await client.receives(id)).toMatchObject({ text: 'while it was away', type: 'append' });
  await world.call('POST /rules', { endOfBacklog: true });
});
