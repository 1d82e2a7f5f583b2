/** Somebody writes of whom WhatsApp tells just the LID at first, and the number later: one person, one chat. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { callControl } from '../simulator/controlClient.ts';
import type { Phone } from './phone.ts';
import type { WatchedSession } from './watchedSession.ts';
import { type Tenant, World } from './world.ts';

let world: World;
let tenant: Tenant;
let ada: Phone;
let session: WatchedSession;
beforeAll(async () => {
  world = await World.open();
  tenant = await world.tenant();
  await tenant.http.updateSettings({ leadsFromMessages: true });
  ada = await world.phone('Ada');
  session = await world.linked(tenant, ada);
});
afterAll(() => world[Symbol.asyncDispose]());

async function stranger(name: string): Promise<{ phone: Phone; lid: string; jid: string }> {
  const phone = await world.phone(name);
  const { body } = await callControl<{ number: string; lid: string }[]>(world.simulator, 'GET /phones');
  const lid = `${body.find(({ number }) => number === phone.number)?.lid.replace(/@.*/, '')}@lid`;
  await phone.does('profile', { hidesNumber: true });
  return { phone, lid, jid: `${phone.number}@s.whatsapp.net` };
}

const says = async ({ phone }: { phone: Phone }, text: string) => {
  const id = await phone.says(ada.number, { type: 'text', text }, 'lid');
  await session.receives(text);
  return id;
};
const chats = async () => (await tenant.http.listChats(session.id)).chats.map(({ chatId }) => chatId);
const texts = async (chat: string) =>
  (await tenant.http.listMessages(session.id, { chat })).messages.map(
    ({ content }) => 'text' in content && content.text,
  );
const told = (lid: string) =>
  session.until(`who ${lid} is`, () =>
    session.events.find((event) => event.type === 'chat_updated' && event.chat.lid === lid),
  );

it('shows and finds one chat once a message tells the number', async () => {
  const bob = await stranger('Bob');
  const question = await bob.phone.says(ada.number, { type: 'poll', question: 'Tea?', options: ['yes', 'no'] }, 'lid');
  const first = await says(bob, 'who am I?');
  expect((await session.receives('who am I?')).chatId).toBe(bob.lid);
  const reply = await session.send(bob.lid, 'tell me');
  await bob.phone.shows('tell me');
  await bob.phone.says(ada.number, { type: 'reaction', messageId: reply, emoji: '😀' }, 'lid');
  await expect
    .poll(() => tenant.http.getMessage(session.id, reply))
    .toMatchObject({ chatId: bob.lid, marks: { reactions: { [bob.lid]: '😀' } } });
  await expect.poll(async () => (await tenant.http.listLeads()).leads).toMatchObject([{ chatId: bob.lid }]);

  await bob.phone.does('profile', { hidesNumber: false });
  await says(bob, 'it is me');
  expect(await told(bob.lid)).toMatchObject({ chat: { chatId: bob.jid, lid: bob.lid } });
  for (const name of [bob.phone.number, bob.lid]) {
    await expect.poll(() => texts(name)).toEqual(['it is me', 'tell me', 'who am I?', false]);
    expect(await tenant.http.getChat(session.id, name)).toMatchObject({
      chatId: bob.jid,
      lid: bob.lid,
      name: 'Bob',
      unread: 3,
    });
  }
  expect(await chats()).toEqual([bob.jid]);
  const { contacts } = await tenant.http.listContacts(session.id);
  expect(contacts.filter(({ lid }) => lid === bob.lid)).toMatchObject([{ jid: bob.jid, pushName: 'Bob' }]);
  const { leads } = await tenant.http.listLeads();
  expect(leads).toMatchObject([{ id: `lead_${bob.phone.number}`, number: bob.phone.number, chatId: bob.jid }]);

  // What is done to what was said before finds it, and what is written to either name is one chat.
  await bob.phone.says(ada.number, { type: 'reaction', messageId: reply, emoji: '👍' }, 'lid');
  await bob.phone.says(ada.number, { type: 'edit', messageId: first, text: 'who was I?' }, 'lid');
  await expect
    .poll(() => tenant.http.getMessage(session.id, reply))
    .toMatchObject({ chatId: bob.jid, phoneNumber: bob.phone.number, marks: { reactions: { [bob.jid]: '👍' } } });
  await expect
    .poll(() => tenant.http.getMessage(session.id, first))
    .toMatchObject({ chatId: bob.jid, marks: { edited: { text: 'who was I?' } } });
  await tenant.http.sendMessage(session.id, {
    to: bob.lid,
    content: { type: 'vote', messageId: question, options: ['yes'] },
  });
  await bob.phone.sees(question, ({ votes }) => votes?.[ada.number]?.[0] === 'yes');
  await tenant.http.sendMessage(session.id, {
    to: bob.lid,
    content: { type: 'text', text: 'welcome', quote: first },
  });
  await bob.phone.shows('welcome');
  await expect.poll(async () => (await texts(bob.phone.number))[0]).toBe('welcome');
  expect(await tenant.http.markRead(session.id, bob.lid)).toEqual({ unread: 0 });
  expect(await tenant.http.getChat(session.id, bob.phone.number)).toMatchObject({ unread: 0 });
  expect(await chats()).toEqual([bob.jid]);
});

it('joins them as soon as the account’s owner notes the number, without another message', async () => {
  const carol = await stranger('Carol');
  await says(carol, 'guess who');
  await ada.does('chats', { chat: carol.phone.number, name: 'Carol from work' });
  expect(await told(carol.lid)).toMatchObject({ chat: { chatId: carol.jid } });
  await expect.poll(() => texts(carol.phone.number)).toEqual(['guess who']);
  await expect
    .poll(() => tenant.http.getChat(session.id, carol.lid))
    .toMatchObject({ chatId: carol.jid, name: 'Carol from work', unread: 1 });
  expect(await chats()).not.toContain(carol.lid);
});
