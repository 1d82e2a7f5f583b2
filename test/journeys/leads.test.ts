import { expect, it } from 'vitest';
import { World } from './world.ts';

it('makes a lead of a stranger’s first message, once, and of nobody while it is switched off', async () => {
  await using world = await World.open();
  const tenant = await world.tenant();
  const [ada, bob, cleo] = [await world.phone('Ada'), await world.phone('Bob'), await world.phone('Cleo')];
  const session = await world.linked(tenant, ada);
  await cleo.writes(ada.number, 'before');
  await session.receives('before');

  await tenant.http.updateSettings({ leadsFromMessages: true });
  const leads = async () => (await tenant.http.listLeads()).leads;
  // Workers know the settings for some seconds.
  const written = async () => {
    await bob.writes(ada.number, 'hello, how much is it?');
    return (await leads()).length;
  };
  await expect.poll(written, { timeout: 20_000, interval: 1_000 }).toBe(1);
  const [lead] = await leads();
  expect(lead).toMatchObject({
    number: bob.number,
    name: 'Bob',
    source: 'whatsapp',
    status: 'new',
    sessionId: session.id,
    chatId: `${bob.number}@s.whatsapp.net`,
  });

  // The same person again, also once the lead was deleted, makes no other; and groups make none.
  await tenant.http.deleteLead(lead?.id ?? '');
  await ada.makesGroup('Customers', [bob.number, cleo.number]);
  await bob.writes(ada.number, 'and one thing more');
  await session.receives('and one thing more');
  await cleo.writes(ada.number, 'me too');
  await expect.poll(leads, { timeout: 10_000 }).toMatchObject([{ number: cleo.number }]);
});
