import { generateKeyPair } from '../../simulator/wire/curve.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectBare } from './bareClient.ts';
import type { Story } from './story.ts';
import { startStory } from './story.ts';

let world: Story;
beforeAll(async () => {
  world = await startStory();
});
afterAll(() => world.end());

test('a second socket takes over; the first ends with 440 and nothing is taken from it any more', async () => {
  const [alice, bob] = [await world.phone(), await world.phone()];
  const client = await world.pair(alice);
  const before = await world.stats();
  const first = client.bare.socket;
  const firstNumber = client.socketNumber;
  // The old socket does not notice and goes on talking for as long as it can.
  first.ws.removeAllListeners('CB:stream:error');
  const taken: string[] = [];
  first.ws.on('CB:ack,class:message', ({ attrs }: { attrs: { id: string } }) => taken.push(attrs.id));
  let sent = 0;
  const talking = (async () => {
    for (;;) {
      const attrs = { id: `LATE${sent}`, to: bob.jid, type: 'text' };
      await first.sendNode({ tag: 'message', attrs, content: [] });
      sent += 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
  })().catch(() => undefined);
  client.connect();
  await client.opened();
  await talking;
  expect(await client.closed(firstNumber)).toBe(428);
  const after = await world.stats();
  expect(after.supersessions).toBe(before.supersessions! + 1);
  expect(after.supersededStanzas).toBeGreaterThan(before.supersededStanzas!);
  expect(taken.length).toBeLessThan(sent);
  await bob.shows(await client.sends(bob, 'the second one speaks'));
});

test('the first of two sockets on one set of credentials ends with 440', async () => {
  const client = await world.pair(await world.phone());
  const first = client.socketNumber;
  client.connect();
  await client.opened();
  expect(await client.closed(first)).toBe(440);
});

test('an unlinked device ends with 401 and cannot log in again', async () => {
  const alice = await world.phone();
  const client = await world.pair(alice);
  await alice.unlinks(1);
  expect(await client.closed()).toBe(401);
  client.connect();
  expect(await client.closed()).toBe(401);
});

test('a client that logs out is gone from the account', async () => {
  const alice = await world.phone();
  const client = await world.pair(alice);
  await client.bare.socket.logout();
  await alice.events.find('the logout', ({ event }) => event === 'unlinked');
  client.connect();
  expect(await client.closed()).toBe(401);
});

test('a login with another key than the linked one is refused', async () => {
  const client = await world.pair(await world.phone());
  const creds = { ...client.bare.creds, noiseKey: generateKeyPair() };
  const { socket } = connectBare({ url: world.simulator.whatsappUrl, creds });
  const code = await new Promise((resolve) => {
    socket.ev.on('connection.update', ({ connection, lastDisconnect }) => {
      const error = lastDisconnect?.error as { output?: { statusCode: number } } | undefined;
      if (connection === 'close') resolve(error?.output?.statusCode);
    });
  });
  expect(code).toBe(401);
});

test('other people hear of a new device and write to it', async () => {
  const [alice, bob] = [await world.phone(), await world.phone()];
  const hers = await world.pair(alice);
  const { malformed } = await world.stats();
  await bob.shows(await hers.sends(bob, 'before'));
  const his = await world.pair(bob);
  expect((await his.receives(await hers.sends(bob, 'after'))).text).toBe('after');
  await bob.unlinks();
  await bob.shows(await hers.sends(bob, 'alone again'));
  expect((await world.stats()).malformed).toBe(malformed);
});
