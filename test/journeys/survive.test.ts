import { expect, it } from 'vitest';
import { World } from './world.ts';

const sorted = (texts: readonly (string | undefined)[]) => texts.toSorted((a = '', b = '') => a.localeCompare(b));

it('survives a restart of everything without a new scan', async () => {
  await using world = await World.open();
  const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
  const before = await world.linked(await world.tenant(), ada);
  await bob.writes(ada.number, 'before');
  await before.receives('before');
  const { id } = before;
  before.close();

  await world.restart();
  const session = world.watch(await world.tenant(), id, before.events.at(-1)?.seq);
  await session.status('connected');
  expect(session.qrs).toEqual([]);
  const [ada2, bob2] = [world.phoneOf(ada.number), world.phoneOf(bob.number)];
  await bob2.writes(ada2.number, 'after');
  await session.receives('after');
  await session.send(bob2.number, 'still here');
  await bob2.shows('still here');
});

it('loses nothing and doubles nothing when the worker is killed while texts flow both ways', async () => {
  await using world = await World.open();
  const tenant = await world.tenant();
  const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
  const session = await world.linked(tenant, ada);
  const outbound = Array.from({ length: 60 }, (_, i) => `out ${i}`);
  const inbound = Array.from({ length: 60 }, (_, i) => `in ${i}`);

  const [worker] = world.stack.workers;
  const sending = (async () => {
    for (const text of outbound) await session.send(bob.number, text);
  })();
  const writing = (async () => {
    for (const text of inbound) await bob.writes(ada.number, text);
  })();
  await session.receives('in 5');
  await bob.shows('out 5');
  worker?.kill('SIGKILL');
  await Promise.all([sending, writing]);

  for (const text of inbound) await session.receives(text);
  for (const text of outbound) await bob.shows(text);
  const texts = (await bob.messages()).filter(({ fromMe }) => !fromMe).map(({ content }) => content.text);
  expect(sorted(texts)).toEqual(sorted(outbound));
  const got = session.received.map(({ content }) => (content.type === 'text' ? content.text : ''));
  expect(sorted(got)).toEqual(sorted(inbound));
  const listed = async (fromMe: boolean) =>
    (await world.allMessages(tenant, session.id)).filter((message) => message.fromMe === fromMe).length;
  await expect.poll(() => listed(false), { timeout: 20_000 }).toBe(inbound.length);
  await expect.poll(() => listed(true), { timeout: 20_000 }).toBe(outbound.length);
  expect(await world.stats()).toMatchObject({ undecryptable: 0, supersededStanzas: 0 });
});
