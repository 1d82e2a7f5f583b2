import { beforeAll, expect, it } from 'vitest';
import { adaAndBob } from './adaAndBob.ts';
import { callControl } from '../simulator/controlClient.ts';

const { world, tenant, ada, bob, session } = await adaAndBob();
beforeAll(async () => {
  await session.gets(await bob.writes(ada.number, 'warm up'));
});

it('what cannot be read at first is told as waiting, and replaced when it comes again', async () => {
  await callControl(world.simulator, 'POST /faults', { number: ada.number, kind: 'corrupt' });
  const id = await bob.writes(ada.number, 'once more, please');
  await session.gets(id, ({ content }) => content.type === 'text');
  const told = session.received.filter((message) => message.id === id).map(({ content }) => content);
  expect(told).toEqual([{ type: 'waiting' }, { type: 'text', text: 'once more, please' }]);
  await expect
    .poll(() => tenant.http.getMessage(session.id, id))
    .toMatchObject({ content: { type: 'text', text: 'once more, please' } });
});

it('every kind that came while the session was away is told when it is back', async () => {
  const target = await bob.writes(ada.number, 'before');
  await session.gets(target);
  await tenant.http.stopSession(session.id);
  await session.status('disconnected');
  const ids = [
    await bob.says(ada.number, { type: 'location', latitude: 1, longitude: 2 }),
    await bob.says(ada.number, { type: 'reaction', messageId: target, emoji: '👋' }),
    await bob.says(ada.number, { type: 'edit', messageId: target, text: 'long before' }),
  ];
  await tenant.http.startSession(session.id);
  for (const id of ids) await session.gets(id);
  await expect
    .poll(async () => (await tenant.http.getMessage(session.id, target)).marks)
    .toMatchObject({ edited: { text: 'long before' }, reactions: { [`${bob.number}@s.whatsapp.net`]: '👋' } });
});

it('whether somebody goes by number or by LID, it is one chat', async () => {
  const byLid = await session.gets(await bob.says(ada.number, { type: 'text', text: 'by LID' }, 'lid'));
  const byNumber = await session.gets(await bob.says(ada.number, { type: 'text', text: 'by number' }));
  expect(byLid).toMatchObject({ chatId: byNumber.chatId, lid: byNumber.lid, phoneNumber: bob.number });
  const { messageId } = await tenant.http.sendMessage(session.id, { to: byLid.lid ?? '', message: 'to the LID' });
  await bob.sees(messageId);
  await session.messageStatus(messageId, 'delivered');
  await expect
    .poll(() => tenant.http.getMessage(session.id, messageId))
    .toMatchObject({ chatId: byNumber.chatId, phoneNumber: bob.number });
});
