import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { BinaryNode } from '@whiskeysockets/baileys';
import type { Client } from './client.ts';
import type { Person } from './person.ts';
import type { Story } from './story.ts';
import { startStory } from './story.ts';

type Stats = Awaited<ReturnType<Story['stats']>>;

let world: Story;
let alice: Person;
let bob: Person;
let client: Client;
let before: Stats;
beforeAll(async () => {
  world = await startStory();
  [alice, bob] = [await world.phone(), await world.phone()];
  client = await world.pair(alice);
});
beforeEach(async () => {
  before = await world.stats();
});
afterAll(() => world.end());

test('two sockets on one set of credentials', async () => {
  client.connect();
  await client.opened();
  expect((await world.stats()).supersessions).toBe(before.supersessions! + 1);
});

test('an id that is sent twice', async () => {
  const id = await client.sends(bob, 'once');
  await bob.shows(id);
  await client.bare.socket.sendMessage(bob.jid, { text: 'once' }, { messageId: id });
  await world.statsWhen(({ duplicates }) => duplicates! > before.duplicates!);
  expect(await bob.texts()).toEqual(['once']);
});

test('a ratchet step that is used twice', async () => {
  await client.receives(await bob.writes(alice, 'answer'));
  const sessions = [...client.bare.keys.values].filter(([key]) => key.startsWith('session '));
  const saved = sessions.map(([key, value]) => [key, structuredClone(value)] as const);
  await bob.shows(await client.sends(bob, 'one step'));
  for (const [key, value] of saved) client.bare.keys.values.set(key, value);
  await client.sends(bob, 'the same step');
  const { decryptFailures } = await world.statsWhen(({ ratchetReuses }) => ratchetReuses! > before.ratchetReuses!);
  expect(decryptFailures).toBeGreaterThan(before.decryptFailures!);
});

test('a client that never acknowledges', async () => {
  await world.statsWhen(({ unacknowledged }) => unacknowledged === 0);
  client.fallSilent();
  await client.receives(await bob.writes(alice, 'unanswered'));
  expect((await world.stats()).unacknowledged).toBe(1);
  await world.call('POST /faults', { number: alice.number, kind: 'drop' });
  await client.closed();
  client.connect();
  await client.opened();
  await world.statsWhen(
    ({ redelivered, unacknowledged }) => redelivered! > before.redelivered! && unacknowledged === 0,
  );
});

const enc: BinaryNode = { tag: 'enc', attrs: { v: '2', type: 'msg' }, content: Buffer.from('x') };
const message = (attrs: object, content: BinaryNode[]) => ({
  tag: 'message',
  attrs: { id: 'X1', type: 'text', to: bob.jid, ...attrs },
  content,
});
const copy = (jid: string, content: BinaryNode[]) => ({
  tag: 'participants',
  attrs: {},
  content: [{ tag: 'to', attrs: { jid }, content }],
});
const query = (attrs: Record<string, string>, content: BinaryNode[] = []) => ({
  tag: 'iq',
  attrs: { id: 'Q1', to: '@s.whatsapp.net', type: 'set', ...attrs },
  content,
});

test.each<[string, () => BinaryNode]>([
  ['message that is not encrypted', () => message({}, [])],
  ['message without a proper id', () => message({ id: 'X'.repeat(65) }, [enc])],
  ['message without a receiver', () => message({ to: 'bob' }, [enc])],
  ['message of an unknown type', () => message({ type: 'song' }, [enc])],
  ['ciphertext of an unknown kind', () => message({}, [{ ...enc, attrs: { v: '2', type: 'plain' } }])],
  ['copy for the device that sends it', () => message({}, [copy(`${alice.number}:1@s.whatsapp.net`, [enc])])],
  [
    'copy for somebody who is not in the chat',
    () => message({ id: 'X2' }, [copy('4915111111111@s.whatsapp.net', [enc])]),
  ],
  [
    'first message without the device’s identity',
    () => message({}, [copy(bob.jid, [{ ...enc, attrs: { v: '2', type: 'pkmsg' } }])]),
  ],
  [
    'device identity not its own',
    () => message({}, [enc, { tag: 'device-identity', attrs: {}, content: Buffer.from([10, 1, 1]) }]),
  ],
  ['unknown stanza', () => ({ tag: 'song', attrs: {} })],
  ['unknown query', () => query({ xmlns: 'w:songs' })],
  ['another identity', () => query({ xmlns: 'encrypt' }, [{ tag: 'identity', attrs: {}, content: Buffer.alloc(32) }])],
])('%s is refused and counted by its reason', async (reason, stanza) => {
  await client.bare.socket.sendNode(stanza());
  const { malformed, malformedBy } = await world.statsWhen((stats) => stats.malformed === before.malformed! + 1);
  expect(malformed).toBe(before.malformed! + 1);
  expect(malformedBy).toMatchObject({ [reason]: 1 });
});

test('a refused message is acknowledged with an error', async () => {
  await client.bare.socket.sendNode(message({ id: 'REFUSED' }, []));
  const ack = await client.acks.find('the refusal', ({ id }) => id === 'REFUSED');
  expect(ack.error).toBe('479');
});

test('prekeys under ids that were used before, or under another registration, are refused', async () => {
  const { creds, socket } = client.bare;
  const upload = async () => {
    creds.nextPreKeyId = 1;
    creds.firstUnuploadedPreKeyId = 1;
    for (const key of client.bare.keys.values.keys())
      if (key.startsWith('pre-key ')) client.bare.keys.values.delete(key);
    await socket.uploadPreKeys(5);
  };
  await expect(upload()).rejects.toThrow('a prekey under an id that was used before');
  Object.assign(creds, { registrationId: creds.registrationId + 1 });
  await expect(upload()).rejects.toThrow('another registration id');
});

test('bytes that are no frame end the connection', async () => {
  client.sendRaw(Buffer.from([0, 0, 4, 1, 2, 3, 4]));
  expect(await client.closed()).toBe(428);
  expect((await world.stats()).malformedBy).toMatchObject({ 'unreadable frame': 1 });
});
