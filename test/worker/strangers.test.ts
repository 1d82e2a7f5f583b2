import { expect, it } from 'vitest';
import type { EventBody } from '../../core/model/events.ts';
import { Strangers } from '../../worker/session/strangers.ts';
import { Credentials } from '../../worker/whatsapp/credentials.ts';

function strangersOf(count: number) {
  const credentials = new Credentials();
  const told: EventBody[] = [];
  const strangers = new Strangers(
    () => credentials,
    (event) => told.push(event),
  );
  const keys = credentials.view(
    () => true,
    () => {},
    (lids) => strangers.met(lids),
  );
  const users = Array.from({ length: count }, (_, i) => ({ lid: `1000${i}0000`, number: `4915100${i}000` }));
  for (const { lid } of users) strangers.told({ type: 'contact_updated', contact: { jid: `${lid}@lid` } });
  const mappings = users.flatMap(({ lid, number }) => [
    [number, lid],
    [`${lid}_reverse`, number],
  ]);
  const meet = async () => keys.set({ 'lid-mapping': Object.fromEntries(mappings) as Record<string, string> });
  return { users, told, meet };
}

it('tells whose a LID is once, when the number comes', async () => {
  const { told, meet } = strangersOf(1);
  await meet();
  await meet();
  const [lid, jid] = ['100000000@lid', '49151000000@s.whatsapp.net'];
  expect(told).toEqual([
    { type: 'chat_updated', chat: { chatId: jid, lid } },
    { type: 'contact_updated', contact: { jid, phoneNumber: '49151000000', lid } },
  ]);
});

it('tells of many in few events', async () => {
  const { users, told, meet } = strangersOf(250);
  await meet();
  expect(told.every(({ type }) => type === 'history_received')).toBe(true);
  expect(told.length).toBeLessThan(10);
  const chats = told.flatMap((event) => (event.type === 'history_received' ? (event.chats ?? []) : []));
  expect(chats).toHaveLength(users.length);
});
