import { expect, it } from 'vitest';
import { adaAndBob } from './adaAndBob.ts';
import type { Phone } from './phone.ts';

const { world, tenant, ada, bob, session } = await adaAndBob();
const carol = await world.phone('Carol');
const group = await bob.makesGroup('Friends', [ada.number, carol.number]);

const jid = ({ number }: Phone) => `${number}@s.whatsapp.net`;
const receipt = (id: string, recipient: Phone, status: string) =>
  session.until(`${status} by a member`, () =>
    session.events.find(
      (event) =>
        event.type === 'message_status' &&
        event.messageId === id &&
        event.recipient === jid(recipient) &&
        event.status === status,
    ),
  );

it('tells how far a message has come with each member, and as a whole when all have come so far', async () => {
  const { messageId: id } = await tenant.http.sendMessage(session.id, { to: group, message: 'Hello, all' });
  await session.messageStatus(id, 'delivered');
  await bob.reads(id);
  await receipt(id, bob, 'read');
  await expect
    .poll(() => tenant.http.getMessage(session.id, id))
    .toMatchObject({ status: 'delivered', members: 2, recipients: { [jid(bob)]: 'read', [jid(carol)]: 'delivered' } });
  expect(session.statusesOf(id)).toEqual(['sent', 'delivered']);

  await carol.reads(id);
  await session.messageStatus(id, 'read');
  await bob.plays(id);
  await receipt(id, bob, 'played');
  await expect
    .poll(() => tenant.http.getMessage(session.id, id))
    .toMatchObject({ status: 'read', recipients: { [jid(bob)]: 'played', [jid(carol)]: 'read' } });
  expect(session.statusesOf(id)).toEqual(['sent', 'delivered', 'read']);
});

it('a message to a group that the account is not in fails, and says so', async () => {
  const others = await bob.makesGroup('Others', [carol.number]);
  const { messageId: id } = await tenant.http.sendMessage(session.id, { to: others, message: 'May I?' });
  await session.messageStatus(id, 'failed');
  await expect
    .poll(() => tenant.http.getMessage(session.id, id))
    .toMatchObject({ status: 'failed', reason: 'not_in_group' });
});
