/** What a phone tells of the time before the link. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { callControl } from '../simulator/controlClient.ts';
import type { Phone } from './phone.ts';
import type { WatchedSession } from './watchedSession.ts';
import { World } from './world.ts';

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

let world: World;
let ada: Phone;
let bob: Phone;
let carol: Phone;
let group: string;
beforeAll(async () => {
  world = await World.open({ workerEnvironment: { PRELOAD_CHATS_TYPE: 'all', PRELOAD_CHATS_LIMIT: '2' } });
  // Several pieces, each with a notice of its own.
  await callControl(world.simulator, 'POST /rules', { historyChunk: 4 });
  [ada, bob, carol] = [await world.phone('Ada'), await world.phone('Bob'), await world.phone('Carol')];
  await carol.writes(ada.number, 'long ago');
  group = await bob.makesGroup('Friends', [ada.number]);
  await bob.writes(group, 'in the group');
});
afterAll(() => world[Symbol.asyncDispose]());

const told = (session: WatchedSession) =>
  session.events.flatMap((event) => (event.type === 'history_received' ? (event.messages ?? []) : []));

it('takes over the newest chats with all that was said and done in them, and says when that was all', async () => {
  const question = await bob.says(ada.number, {
    type: 'poll',
    question: 'Tea?',
    options: ['yes', 'no'],
    selectable: 1,
  });
  await ada.sees(question);
  await ada.says(bob.number, { type: 'vote', messageId: question, options: ['yes'] });
  const picture = await bob.says(ada.number, { type: 'image', data: PIXEL, mimetype: 'image/png' });
  const answer = await ada.writes(bob.number, 'with milk');
  await bob.sees(answer);
  await bob.says(ada.number, { type: 'reaction', messageId: answer, emoji: '👍' });
  await ada.says(bob.number, { type: 'edit', messageId: answer, text: 'without milk' });
  for (const id of [question, picture]) await ada.reads(id);

  const tenant = await world.tenant();
  const session = await world.linked(tenant, ada);
  await session.until('the end of history', () =>
    session.events.find((event) => event.type === 'history_received' && event.complete),
  );
  const bobJid = `${bob.number}@s.whatsapp.net`;
  expect(new Set(told(session).map(({ chatId }) => chatId))).toEqual(new Set([bobJid, group]));
  await expect
    .poll(() => tenant.http.getMessage(session.id, answer))
    .toMatchObject({
      fromMe: true,
      chatId: bobJid,
      content: { type: 'text', text: 'with milk' },
      marks: { edited: { text: 'without milk' }, reactions: { [bobJid]: '👍' } },
    });
  await expect
    .poll(() => tenant.http.getMessage(session.id, question))
    .toMatchObject({ fromMe: false, content: { type: 'poll' }, marks: { votes: { me: ['yes'] } } });
  // Rows follow what was told, the directory's after the messages'.
  const listed = async (chat: string) => (await tenant.http.listMessages(session.id, { chat })).messages;
  const idsWithBob = async () => (await listed(bob.number)).map(({ id }) => id);
  await expect.poll(idsWithBob).toEqual([answer, picture, question]);
  await expect
    .poll(() => tenant.http.getMessage(session.id, picture))
    .toMatchObject({ content: { type: 'image', media: { state: 'available', mimetype: 'image/png' } } });
  await expect.poll(() => listed(group)).toMatchObject([{ content: { text: 'in the group' }, participant: bobJid }]);
  expect(await listed(carol.number)).toEqual([]);

  // WhatsApp dates history to the second: two chats of one second have no order.
  const newest = async () => {
    const { chats } = await tenant.http.listChats(session.id);
    return chats.slice(0, 2).toSorted((a, b) => Number(a.chatId === group) - Number(b.chatId === group));
  };
  await expect.poll(newest).toMatchObject([
    { chatId: bobJid, unread: 0, lastMessage: { id: answer } },
    { chatId: group, unread: 1 },
  ]);

  // An old poll is as good as a new one.
  await tenant.http.sendMessage(session.id, {
    to: bob.number,
    content: { type: 'vote', messageId: question, options: ['no'] },
  });
  expect((await bob.sees(question, ({ votes }) => votes?.[ada.number]?.[0] === 'no')).votes).toEqual({
    [ada.number]: ['no'],
  });
});
