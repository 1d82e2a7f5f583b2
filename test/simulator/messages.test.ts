import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Story } from './story.ts';
import { startStory } from './story.ts';

let world: Story;
beforeAll(async () => {
  world = await startStory();
});
afterAll(() => world.end());

test('a text of a client comes to the other person’s phone and is delivered and read', async () => {
  const [alice, bob] = [await world.phone(), await world.phone()];
  const client = await world.pair(alice);
  const id = await client.sends(bob, 'hello Bob');
  expect(await bob.shows(id)).toMatchObject({
    from: alice.number,
    to: bob.number,
    fromMe: false,
    content: { type: 'text', text: 'hello Bob' },
  });
  await client.sees(id, 3);
  await bob.reads(id);
  await client.sees(id, 4);
  await alice.sees(id, 'read');
});

test('a text of a phone is delivered when the client has confirmed it, and read when it says so', async () => {
  const [alice, bob] = [await world.phone(), await world.phone()];
  const client = await world.pair(alice);
  await client.end();
  await alice.events.find('the client leaving', ({ event }) => event === 'disconnected');
  const id = await bob.writes(alice, 'hello Alice');
  expect((await bob.messages())[0]).toMatchObject({ messageId: id, status: 'pending' });
  client.connect();
  const { message } = await client.receives(id);
  expect(message.key).toMatchObject({ remoteJid: bob.jid, remoteJidAlt: `${bob.lid}@lid`, fromMe: false });
  await bob.sees(id, 'delivered');
  await client.bare.socket.readMessages([message.key]);
  await bob.sees(id, 'read');
});

test('both ways again and again, and by LID', async () => {
  const [alice, bob] = [await world.phone(), await world.phone()];
  const client = await world.pair(alice);
  for (const turn of [1, 2, 3]) {
    await bob.shows(await client.sends(`${bob.lid}@lid`, `ping ${turn}`));
    const { message, text } = await client.receives(await bob.writes(alice, `pong ${turn}`, 'lid'));
    expect(text).toBe(`pong ${turn}`);
    expect(message.key).toMatchObject({ remoteJid: `${bob.lid}@lid`, remoteJidAlt: bob.jid });
  }
  expect(await bob.texts()).toEqual(['ping 1', 'pong 1', 'ping 2', 'pong 2', 'ping 3', 'pong 3']);
});

test('two linked devices of one person both get what comes, and each other’s own copies', async () => {
  const [alice, bob] = [await world.phone(), await world.phone()];
  const first = await world.pair(alice);
  const second = await world.pair(alice);
  const incoming = await bob.writes(alice, 'to both');
  expect((await first.receives(incoming)).text).toBe('to both');
  expect((await second.receives(incoming)).text).toBe('to both');
  const fromFirst = await first.sends(bob, 'from the first');
  expect((await second.receives(fromFirst)).message.key).toMatchObject({ remoteJid: bob.jid, fromMe: true });
  const fromPhone = await alice.writes(bob, 'from the phone');
  for (const client of [first, second])
    expect((await client.receives(fromPhone)).message.key).toMatchObject({ remoteJid: bob.jid, fromMe: true });
  expect(await alice.shows(fromFirst)).toMatchObject({ fromMe: true, to: bob.number, deviceId: 1 });
});

test('clients of two people write to each other', async () => {
  const [alice, bob] = [await world.phone(), await world.phone()];
  const [hers, his] = [await world.pair(alice), await world.pair(bob)];
  expect((await his.receives(await hers.sends(bob, 'one'))).text).toBe('one');
  expect((await hers.receives(await his.sends(alice, 'two'))).text).toBe('two');
  expect((await his.receives(await hers.sends(bob, 'three'))).text).toBe('three');
});

test('an id that is sent twice shows once and counts as a duplicate', async () => {
  const [alice, bob] = [await world.phone(), await world.phone()];
  const client = await world.pair(alice);
  const { duplicates } = await world.stats();
  const id = await client.sends(bob, 'once');
  await bob.shows(id);
  await client.sends(bob, 'once', { messageId: id });
  // Both Bob's phone and Alice's own get the repeat.
  await world.statsWhen((stats) => stats.duplicates === duplicates! + 2);
  expect(await bob.texts()).toEqual(['once']);
});

test('a person writes to herself', async () => {
  const alice = await world.phone();
  const client = await world.pair(alice);
  const { duplicates } = await world.stats();
  const note = await client.sends(alice, 'a note');
  expect(await alice.shows(note)).toMatchObject({ fromMe: true, to: alice.number });
  expect((await client.receives(await alice.writes(alice, 'another'))).message.key.fromMe).toBe(true);
  expect((await world.stats()).duplicates).toBe(duplicates);
});

test('nobody under a number: the server says so, and the client can ask before', async () => {
  const client = await world.pair(await world.phone());
  const bob = await world.phone();
  expect(await client.bare.socket.onWhatsApp(bob.number)).toEqual([{ jid: bob.jid, exists: true }]);
  expect(await client.bare.socket.onWhatsApp('15550000000')).toEqual([]);
  await client.sends('15550000000@s.whatsapp.net', 'anybody?');
  expect(client.acks.entries.at(-1)).toMatchObject({ error: '404' });
});
