import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from './client.ts';
import type { Person } from './person.ts';
import type { Story } from './story.ts';
import { startStory } from './story.ts';

type Group = { groupId: string; inviteCode: string; members: { number: string; role: string }[] };

let world: Story;
let alice: Person;
let bob: Person;
let carol: Person;
let client: Client;
beforeAll(async () => {
  world = await startStory();
  [alice, bob, carol] = [await world.phone('Alice'), await world.phone('Bob'), await world.phone('Carol')];
  client = await world.pair(alice);
});
afterAll(() => world.end());

test('a client makes a group, writes to it, and reads what its members write', async () => {
  const { id, participants, addressingMode } = await client.bare.socket.groupCreate('Friends', [bob.jid, carol.jid]);
  expect(addressingMode).toBe('lid');
  expect(participants).toContainEqual({ id: `${alice.lid}@lid`, phoneNumber: alice.jid, admin: 'superadmin' });
  await bob.hears(id, 'create');
  const sent = await client.sends(id, 'hello all');
  for (const person of [alice, bob, carol])
    expect(await person.shows(sent)).toMatchObject({ from: alice.number, to: id, content: { text: 'hello all' } });
  for (const [writer, text] of [
    [bob, 'hello Alice'],
    [carol, 'me too'],
    [bob, 'and again'],
  ] as const) {
    const message = await client.gets(await writer.says(id, { type: 'text', text }));
    expect(message.message?.conversation).toBe(text);
    expect(message.key).toMatchObject({
      remoteJid: id,
      fromMe: false,
      participant: `${writer.lid}@lid`,
      participantAlt: writer.jid,
    });
  }
  await bob.shows(await client.sends(id, 'a second one'));
  expect((await world.stats()).decryptFailures).toBe(0);
});

test('a group’s message is delivered and read member by member, both ways', async () => {
  const { id } = await client.bare.socket.groupCreate('Receipts', [bob.jid, carol.jid]);
  const sent = await client.sends(id, 'who reads this?');
  await bob.reads(sent);
  // Earlier ones the library folds into the message itself.
  await client.receipts.find(
    'Bob’s reading',
    ({ id: of, receipt }) => of === sent && receipt.readTimestamp !== undefined,
  );
  await alice.events.find('Bob’s reading', ({ messageId, member }) => messageId === sent && member === bob.number);
  await carol.reads(sent);
  await alice.sees(sent, 'read');
  const theirs = await bob.says(id, { type: 'text', text: 'and this?' });
  const { key } = await client.gets(theirs);
  await client.bare.socket.readMessages([key]);
  await bob.events.find('Alice’s reading', (each) => each.messageId === theirs && each.member === alice.number);
  const shown = (await bob.messages()).find(({ messageId }) => messageId === theirs);
  expect(shown?.receipts).toEqual({ [alice.number]: 'read', [carol.number]: 'delivered' });
});

test('members come and go, the group is renamed, and only those in it read what is written', async () => {
  const { socket } = client.bare;
  const { id } = await socket.groupCreate('Changing', [bob.jid]);
  await bob.shows(await client.sends(id, 'two of us'));
  expect(await socket.groupParticipantsUpdate(id, [carol.jid], 'add')).toMatchObject([{ status: '200' }]);
  await carol.hears(id, 'create');
  await carol.shows(await client.sends(id, 'three of us'));
  await socket.groupUpdateSubject(id, 'Changed');
  await socket.groupUpdateDescription(id, 'What it is about');
  await bob.hears(id, 'subject');
  expect(await socket.groupMetadata(id)).toMatchObject({ subject: 'Changed', desc: 'What it is about', size: 3 });
  await socket.groupParticipantsUpdate(id, [bob.jid], 'remove');
  await bob.hears(id, 'remove');
  await carol.shows(await client.sends(id, 'without Bob'));
  expect(await bob.texts()).not.toContain('without Bob');
  expect(
    await world.call(`POST /phones/${bob.number}/messages`, { to: id, content: { type: 'text', text: 'x' } }),
  ).toMatchObject({
    status: 409,
    body: { error: { code: 'not_a_member' } },
  });
  await socket.groupLeave(id);
  await carol.hears(id, 'remove');
  await expect(socket.groupMetadata(id)).rejects.toThrow('forbidden');
});

test('a phone makes a group, changes it, and invites by link; a client hears of it and joins', async () => {
  const created = await world.call<Group>(`POST /phones/${bob.number}/groups`, {
    subject: 'Bob’s',
    members: [carol.number],
  });
  expect(created.status).toBe(201);
  const { groupId, inviteCode } = created.body;
  expect(await client.bare.socket.groupGetInviteInfo(inviteCode)).toMatchObject({ id: groupId, subject: 'Bob’s' });
  expect(await client.bare.socket.groupAcceptInvite(inviteCode)).toBe(groupId);
  await bob.hears(groupId, 'add');
  expect((await client.gets(await carol.says(groupId, { type: 'text', text: 'welcome' }))).message?.conversation).toBe(
    'welcome',
  );
  const renamed = client.next('groups.update', ([group]) => group?.subject === 'Ours');
  await world.call(`POST /phones/${bob.number}/groups/${groupId}`, { subject: 'Ours', promote: [carol.number] });
  await renamed;
  await world.call(`POST /phones/${bob.number}/groups/${groupId}`, { setting: 'announcement' });
  const refused = await client.bare.socket.sendMessage(groupId, { text: 'not allowed' });
  expect((await client.acks.find('the refusal', (ack) => ack.id === refused!.key.id)).error).toBe('403');
  const removed = client.next('group-participants.update', ({ action }) => action === 'remove');
  await world.call(`POST /phones/${bob.number}/groups/${groupId}`, { remove: [alice.number] });
  expect((await removed).participants).toMatchObject([{ id: `${alice.lid}@lid` }]);
});

test('a member that cannot read asks again, whoever wrote', async () => {
  const { id } = await client.bare.socket.groupCreate('Retries', [bob.jid]);
  await bob.shows(await client.sends(id, 'first'));
  await client.gets(await bob.says(id, { type: 'text', text: 'first too' }));
  // The client loses what it knows of others’ keys, and a message to it is damaged.
  for (const key of client.bare.keys.values.keys())
    if (key.startsWith('sender-key ')) client.bare.keys.values.delete(key);
  expect((await client.gets(await bob.says(id, { type: 'text', text: 'lost key' }))).message?.conversation).toBe(
    'lost key',
  );
  await world.call('POST /faults', { number: alice.number, kind: 'corrupt' });
  expect((await client.gets(await bob.says(id, { type: 'text', text: 'damaged' }))).message?.conversation).toBe(
    'damaged',
  );
  // Its own key is new now, though it believes that everybody has it.
  await bob.shows(await client.sends(id, 'a new key'));
  await world.statsWhen(({ undecryptable, unacknowledged }) => undecryptable === 0 && unacknowledged === 0);
});

test('own devices get copies of what one of them, or the phone, writes to a group', async () => {
  const second = await world.pair(alice);
  const { id } = await client.bare.socket.groupCreate('Copies', [bob.jid]);
  const sent = await client.sends(id, 'from the first');
  expect((await second.gets(sent)).key).toMatchObject({ remoteJid: id, fromMe: true });
  const byPhone = await alice.says(id, { type: 'text', text: 'from the phone' });
  for (const each of [client, second])
    expect((await each.gets(byPhone)).key).toMatchObject({ remoteJid: id, fromMe: true });
  await second.end();
});

test('in all of this nothing went wrong', async () => {
  const healthy = { malformedBy: {}, undecryptable: 0, internalErrors: 0, refusedByClients: 0 };
  expect(await world.stats()).toMatchObject(healthy);
});
