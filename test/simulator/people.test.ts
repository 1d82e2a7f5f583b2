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
  [alice, bob] = [await world.phone('Alice'), await world.phone('Bob')];
  client = await world.pair(alice);
  await bob.shows(await client.sends(bob, 'hello'));
});
afterAll(() => world.end());

const ask = (person: Person, what: string, body: object) => world.call(`POST /phones/${person.number}/${what}`, body);

test('a client sees that somebody is there, writes, records, and goes', async () => {
  const seen = (state: string) =>
    client.next('presence.update', ({ presences }) => presences[bob.jid]?.lastKnownPresence === state);
  const gone = seen('unavailable');
  await client.bare.socket.presenceSubscribe(bob.jid);
  await gone;
  for (const state of ['available', 'composing', 'recording', 'unavailable']) {
    const update = seen(state);
    const to = state.endsWith('ing') ? { to: alice.number } : {};
    expect(await ask(bob, 'presence', { presence: state, ...to })).toMatchObject({ status: 200 });
    await update;
  }
});

test('a phone sees that a client is there, writes and stops', async () => {
  const { socket } = client.bare;
  for (const state of ['composing', 'recording', 'paused', 'available', 'unavailable'] as const) {
    await socket.sendPresenceUpdate(state, bob.jid);
    const seen = await bob.events.find(state, ({ event, presence }) => event === 'presence' && presence === state);
    expect(seen).toMatchObject({ from: alice.number });
  }
});

test('pictures, names and lines about oneself are seen by others', async () => {
  const { socket } = client.bare;
  await expect(socket.profilePictureUrl(bob.jid)).rejects.toThrow('item-not-found');
  const changed = client.next('contacts.update', ([contact]) => contact?.imgUrl === 'changed');
  await ask(bob, 'profile', { name: 'Robert', about: 'at sea', picture: Buffer.from('a picture').toString('base64') });
  await changed;
  expect(await socket.profilePictureUrl(bob.jid)).toMatch(/^https:/);
  expect(await socket.fetchStatus(bob.jid)).toMatchObject([{ status: { status: 'at sea' } }]);
  const { pushName } = await client.gets(await bob.says(alice, { type: 'text', text: 'under another name' }));
  expect(pushName).toBe('Robert');
  await socket.updateProfileStatus('busy');
  const other = await world.pair(bob);
  expect(await other.bare.socket.fetchStatus(alice.jid)).toMatchObject([{ status: { status: 'busy' } }]);
  await other.end();
});

test('what a blocked person writes does not arrive, until the block is lifted', async () => {
  const { socket } = client.bare;
  await socket.updateBlockStatus(bob.jid, 'block');
  expect(await socket.fetchBlocklist()).toEqual([bob.jid]);
  const lost = await bob.says(alice, { type: 'text', text: 'into the void' });
  const heard = client.next('blocklist.update', ({ type }) => type === 'remove');
  await ask(alice, 'block', { number: bob.number, blocked: false });
  await heard;
  await client.gets(await bob.says(alice, { type: 'text', text: 'back again' }));
  expect(client.texts).not.toContain('into the void');
  expect((await bob.messages()).find(({ messageId }) => messageId === lost)?.status).toBe('pending');
  expect(await world.stats()).toMatchObject({ malformedBy: {}, undecryptable: 0 });
});
