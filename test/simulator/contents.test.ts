import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { AnyMessageContent } from '@whiskeysockets/baileys';
import { decryptPollVote, downloadMediaMessage, normalizeMessageContent } from '@whiskeysockets/baileys';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from './client.ts';
import type { Person } from './person.ts';
import type { Story } from './story.ts';
import { startStory } from './story.ts';

let world: Story;
let alice: Person;
let bob: Person;
let client: Client;
beforeAll(async () => {
  world = await startStory();
  setDefaultCACertificates([...getCACertificates('default'), world.simulator.authority]);
  [alice, bob] = [await world.phone('Alice'), await world.phone('Bob')];
  client = await world.pair(alice);
});
afterAll(() => world.end());

const bytes = Buffer.from('the bytes of a file, whatever they are');
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

test.each<[string, () => AnyMessageContent, object]>([
  ['a text that mentions', () => ({ text: 'hi @bob', mentions: [bob.jid] }), { type: 'text', text: 'hi @bob' }],
  [
    'a place',
    () => ({ location: { degreesLatitude: 52.5, degreesLongitude: 13.4, name: 'Berlin' } }),
    { type: 'location', latitude: 52.5, name: 'Berlin' },
  ],
  [
    'a contact',
    () => ({ contacts: { displayName: 'Carol', contacts: [{ vcard: 'BEGIN:VCARD' }] } }),
    { type: 'contact' },
  ],
  [
    'a poll',
    () => ({ poll: { name: 'Tea?', values: ['yes', 'no'], selectableCount: 1 } }),
    { type: 'poll', question: 'Tea?', options: ['yes', 'no'] },
  ],
  [
    'an event',
    () => ({ event: { name: 'Party', startDate: new Date(1_800_000_000_000) } }),
    { type: 'event', name: 'Party', startsAt: '2027-01-15T08:00:00.000Z' },
  ],
])('a client sends %s, and the phone can tell what it is', async (_name, content, shown) => {
  expect((await bob.shows(await client.sends(bob, content()))).content).toMatchObject(shown);
});

test.each<[string, () => AnyMessageContent, object]>([
  ['image', () => ({ image: png, caption: 'look' }), { caption: 'look' }],
  ['video', () => ({ video: bytes, jpegThumbnail: '' }), {}],
  ['voice', () => ({ audio: bytes, ptt: true, seconds: 3 }), { seconds: 3 }],
  ['document', () => ({ document: bytes, mimetype: 'text/plain', fileName: 'a.txt' }), { fileName: 'a.txt' }],
  ['sticker', () => ({ sticker: bytes }), {}],
  ['image', () => ({ image: png, viewOnce: true }), { viewOnce: true }],
])('a client sends a file (%s), and the phone opens it', async (type, content, shown) => {
  const wanted = content();
  const id = await client.sends(bob, wanted);
  expect((await bob.shows(id)).content).toMatchObject({ type, ...shown });
  const opened = await world.call<{ data: string }>(`POST /phones/${bob.number}/media`, { messageId: id });
  expect(opened.status).toBe(200);
  expect(Buffer.from(opened.body.data, 'base64')).toEqual('image' in wanted ? png : bytes);
});

test.each([
  ['image', { caption: 'look', mimetype: 'image/png' }],
  ['video', {}],
  ['note', {}],
  ['audio', {}],
  ['voice', { seconds: 2 }],
  ['document', { fileName: 'b.pdf', mimetype: 'application/pdf' }],
  ['sticker', {}],
  ['image', { viewOnce: true }],
])('a phone sends a file (%s), and the client opens it', async (type, more) => {
  const id = await bob.says(alice, { type, data: bytes.toString('base64'), ...more });
  const message = await client.gets(id);
  expect(await downloadMediaMessage(message, 'buffer', {})).toEqual(bytes);
});

test('a phone sends everything that has no file', async () => {
  const get = async (content: { type: string; [field: string]: unknown }) =>
    normalizeMessageContent((await client.gets(await bob.says(alice, content))).message);
  expect(await get({ type: 'location', latitude: 1, longitude: 2, name: 'There' })).toMatchObject({
    locationMessage: { name: 'There' },
  });
  expect(await get({ type: 'contact', name: 'Carol', number: '491701234567' })).toMatchObject({
    contactMessage: { displayName: 'Carol' },
  });
  expect(await get({ type: 'event', name: 'Party', startsAt: '2027-01-15T08:00:00Z' })).toMatchObject({
    eventMessage: { name: 'Party' },
  });
  const quoted = await client.sends(bob, 'a question');
  await bob.shows(quoted);
  expect(await get({ type: 'text', text: 'an answer', quote: quoted, mentions: [alice.number] })).toMatchObject({
    extendedTextMessage: { text: 'an answer', contextInfo: { stanzaId: quoted, mentionedJid: [alice.jid] } },
  });
  expect(await get({ type: 'forward', messageId: quoted })).toMatchObject({
    extendedTextMessage: { text: 'a question', contextInfo: { isForwarded: true } },
  });
});

test('quotes, reactions, edits and deletions of a client reach the message that they are about', async () => {
  const id = await bob.says(alice, { type: 'text', text: 'hello' });
  const hello = await client.gets(id);
  const answer = await client.sends(bob, 'hello too', { quoted: hello });
  expect((await bob.shows(answer)).content).toMatchObject({ text: 'hello too', quotes: id });
  await bob.shows(await client.sends(bob, { react: { text: '👍', key: hello.key } }));
  const key = { remoteJid: bob.jid, id: answer, fromMe: true };
  await bob.shows(await client.sends(bob, { text: 'hello, too', edit: key }));
  await bob.shows(await client.sends(bob, { delete: key }));
  const [reacted, changed] = (await bob.messages()).filter(({ messageId }) => messageId === id || messageId === answer);
  expect(reacted).toMatchObject({ reactions: { [alice.number]: '👍' } });
  expect(changed).toMatchObject({ edited: { type: 'text', text: 'hello, too' }, deleted: true });
});

test('reactions, edits and deletions of a phone reach the client', async () => {
  const sent = await client.sends(bob, 'what do you say?');
  await bob.shows(sent);
  const reacted = client.next('messages.reaction', ([each]) => each?.key.id === sent);
  await bob.says(alice, { type: 'reaction', messageId: sent, emoji: '❤️' });
  expect((await reacted)[0]?.reaction.text).toBe('❤️');
  const id = await bob.says(alice, { type: 'text', text: 'tpyo' });
  await client.gets(id);
  const edited = client.next(
    'messages.update',
    ([each]) => each?.key.id === id && Boolean(each?.update.message?.editedMessage),
  );
  await bob.says(alice, { type: 'edit', messageId: id, text: 'typo' });
  await edited;
  const deleted = client.next('messages.update', ([each]) => each?.key.id === id && each.update.message === null);
  await bob.says(alice, { type: 'delete', messageId: id });
  await deleted;
});

test('a phone votes in a client’s poll, and in another phone’s', async () => {
  const id = await client.sends(bob, { poll: { name: 'Tea?', values: ['yes', 'no'] } });
  await bob.shows(id);
  const vote = await client.gets(await bob.says(alice, { type: 'vote', messageId: id, options: ['no'] }));
  const { selectedOptions } = decryptPollVote(vote.message!.pollUpdateMessage!.vote!, {
    pollCreatorJid: alice.jid,
    pollMsgId: id,
    pollEncKey: client.message(id)!.messageContextInfo!.messageSecret!,
    voterJid: bob.jid,
  });
  expect(selectedOptions).toHaveLength(1);
  expect((await alice.messages()).find(({ messageId }) => messageId === id)).toMatchObject({
    votes: { [bob.number]: ['no'] },
  });
});

test('a voice message is played, and its sender sees that', async () => {
  const id = await client.sends(bob, { audio: bytes, ptt: true });
  await bob.shows(id);
  await world.call(`POST /phones/${bob.number}/play`, { messageId: id });
  await client.sees(id, 5);
  const theirs = await client.gets(await bob.says(alice, { type: 'voice', data: bytes.toString('base64') }));
  await client.bare.socket.sendReceipt(bob.jid, undefined, [theirs.key.id!], 'played');
  await bob.sees(theirs.key.id!, 'played');
  expect((await bob.messages()).at(-1)).toMatchObject({ content: { type: 'voice' }, status: 'played' });
});

test('an upload that is not what its name says is refused', async () => {
  const { uploads } = await world.stats();
  const { hosts, auth } = await client.bare.socket.refreshMediaConn();
  const send = (name: string, token: string) =>
    fetch(`https://${hosts[0]?.hostname}/mms/image/${name}?auth=${token}`, { method: 'POST', body: bytes });
  expect((await send('another', auth)).status).toBe(400);
  expect((await send('another', 'nothing')).status).toBe(401);
  const after = await world.stats();
  expect(after.uploads).toBe(uploads);
  expect(after.malformedBy).toEqual({ 'upload whose hash is another one': 1 });
});

test('in all of this nothing else went wrong', async () => {
  const healthy = { malformed: 1, undecryptable: 0, internalErrors: 0, refusedByClients: 0 };
  expect(await world.stats()).toMatchObject(healthy);
});
