import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { proto } from '@whiskeysockets/baileys';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from './client.ts';
import type { Story } from './story.ts';
import { startStory } from './story.ts';

type Shared = { index: string; [action: string]: unknown }[];

let world: Story;
beforeAll(async () => {
  world = await startStory();
  setDefaultCACertificates([...getCACertificates('default'), world.simulator.authority]);
});
afterAll(() => world.end());

test('a new device is told what was said before it came, in one piece or in several', async () => {
  const [alice, bob] = [await world.phone('Alice'), await world.phone('Bob')];
  const ids: string[] = [];
  for (const text of ['one', 'two', 'three', 'four', 'five']) ids.push(await bob.writes(alice, text));
  const answer = await alice.writes(bob, 'answer');
  await world.call('POST /rules', { historyChunk: 2 });
  const client = await world.pair(alice);
  const all = client.history;
  await all.find('the first message', ({ key }) => key.id === ids[0]);
  expect(new Set(all.entries.map(({ key }) => key.id))).toEqual(new Set([...ids, answer]));
  expect(all.entries.find(({ key }) => key.id === answer)).toMatchObject({
    key: { remoteJid: bob.jid, fromMe: true },
    message: { conversation: 'answer' },
  });
  await world.call('POST /rules', { history: 'files' });
  const second = await world.pair(alice, { options: { dispatcher: await redirected(client) } as RequestInit });
  await second.history.find('the first message', ({ key }) => key.id === ids[0]);
  expect(second.history.entries).toHaveLength(6);
  await world.call('POST /rules', { historyChunk: 500, history: 'inline' });
});

/** Lets a client find the simulator where it looks for WhatsApp's media host: pieces of history name no other. */
async function redirected(client: Client): Promise<unknown> {
  const { hosts } = await client.bare.socket.refreshMediaConn();
  const origin = `https://${hosts[0]?.hostname}`;
  type Dispatcher = { dispatch: (options: object, handler: object) => boolean };
  const global = globalThis as unknown as Record<symbol, Dispatcher>;
  return {
    dispatch: (options: object, handler: object) =>
      global[Symbol.for('undici.globalDispatcher.1')]!.dispatch({ ...options, origin }, handler),
  };
}

test('what a client does to a chat comes to the phone and to the other devices, and the other way round', async () => {
  const [alice, bob] = [await world.phone('Alice'), await world.phone('Bob')];
  const [first, second] = [await world.pair(alice), await world.pair(alice)];
  const { key, messageTimestamp } = await first.gets(await bob.writes(alice, 'hello'));
  const shared = async () => (await world.call<Shared>(`GET /phones/${alice.number}/chats`)).body;

  const archived = second.next('chats.update', ([chat]) => chat?.id === bob.jid && chat.archived === true);
  await first.bare.socket.chatModify(
    { archive: true, lastMessages: [{ key, messageTimestamp: Number(messageTimestamp) }] },
    bob.jid,
  );
  await archived;
  const muted = second.next('chats.update', ([chat]) => chat?.id === bob.jid && Boolean(chat.muteEndTime));
  await first.bare.socket.chatModify({ mute: 2_000_000_000_000 }, bob.jid);
  await muted;
  await alice.events.find('the phone’s reading', ({ event }) => event === 'state');
  expect(await shared()).toContainEqual(
    expect.objectContaining({
      index: `archive ${bob.jid}`,
      archiveChatAction: expect.objectContaining({ archived: true }) as object,
    }),
  );

  const pinned = first.next('chats.update', ([chat]) => chat?.id === bob.jid && Boolean(chat.pinned));
  const named = second.next('contacts.upsert', ([contact]) => contact?.name === 'Bobby');
  await world.call(`POST /phones/${alice.number}/chats`, {
    chat: bob.number,
    pin: true,
    name: 'Bobby',
    archive: false,
  });
  await Promise.all([pinned, named]);
  await first.bare.socket.chatModify(
    { markRead: true, lastMessages: [{ key, messageTimestamp: Number(messageTimestamp) }] },
    bob.jid,
  );

  // A device that comes later finds it all.
  const third = world.client();
  await alice.scan(await third.qr());
  await third.opened();
  await third.contactNames.find('the contact', (name) => name === 'Bobby');
  expect(await world.stats()).toMatchObject({ malformedBy: {} });
});

test('a patch that does not follow the last one, or is not made with the account’s key, is refused or counted', async () => {
  const alice = await world.phone();
  const client = await world.pair(alice);
  const { socket } = client.bare;
  const send = (version: string) => {
    const patch = proto.SyncdPatch.encode({
      patchMac: Buffer.alloc(32),
      snapshotMac: Buffer.alloc(32),
      keyId: { id: Buffer.from('other') },
      mutations: [],
    }).finish();
    const collection = {
      tag: 'collection',
      attrs: { name: 'regular', version },
      content: [{ tag: 'patch', attrs: {}, content: patch }],
    };
    return socket.query({
      tag: 'iq',
      attrs: { to: '@s.whatsapp.net', type: 'set', xmlns: 'w:sync:app:state' },
      content: [{ tag: 'sync', attrs: {}, content: [collection] }],
    }) as Promise<{ content: { content: { attrs: Record<string, string> }[] }[] }>;
  };
  expect((await send('7')).content[0]?.content[0]?.attrs).toMatchObject({ type: 'error' });
  await send('0');
  const { malformedBy } = await world.statsWhen(({ malformed }) => malformed! > 0);
  expect(malformedBy).toEqual({ 'patch of the shared state with wrong keys or sums': 1 });
});
