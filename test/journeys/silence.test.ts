import { expect, it } from 'vitest';
import { callControl } from '../simulator/controlClient.ts';
import { World } from './world.ts';

it('a connection that goes silent is made anew, and nothing that was said meanwhile is lost or doubled', async () => {
  await using world = await World.open({ workerEnvironment: { SILENCE_SECONDS: '2' } });
  const tenant = await world.tenant();
  const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
  const session = await world.linked(tenant, ada);
  await session.messageStatus(await session.send(bob.number, 'before'), 'delivered');

  const before = session.events.length;
  await callControl(world.simulator, 'POST /faults', { number: ada.number, kind: 'silence', seconds: 60 });
  const id = await session.send(bob.number, 'out');
  await bob.writes(ada.number, 'in');
  expect(await session.status('reconnecting', before)).toMatchObject({ reason: 'connection_lost' });
  // It was noticed while the silence lasted.
  expect(await callControl(world.simulator, 'GET /faults')).toMatchObject({ body: { active: [{ kind: 'silence' }] } });
  await callControl(world.simulator, 'DELETE /faults');

  await session.status('connected', before);
  await session.messageStatus(id, 'delivered');
  await session.receives('in');
  expect(session.received).toHaveLength(1);
  expect((await bob.messages()).filter(({ messageId }) => messageId === id)).toHaveLength(1);
  expect(await world.stats()).toMatchObject({ undecryptable: 0, decryptFailures: 0, ratchetReuses: 0, duplicates: 0 });
});
