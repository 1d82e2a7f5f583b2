import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Call, Disturbance } from '../../local/traffic/traffic.ts';
import { World } from './world.ts';

let world: World;
/** While a session is laid to rest its checkpoint is written: that takes long now. */
let slow = false;
const disturb = ({ action, target }: Call): Disturbance | undefined =>
  slow && action === 'PutItem' && target.sk === 'checkpoint' ? { kind: 'delay', ms: 1_500 } : undefined;
beforeAll(async () => {
  world = await World.open({ traffic: { disturb } });
});
afterAll(() => world[Symbol.asyncDispose]());

it('a start that comes while the session is still being laid to rest is not lost', async () => {
  const tenant = await world.tenant();
  const ada = await world.phone('Ada');
  const session = await world.linked(tenant, ada);
  const before = session.events.length;
  slow = true;
  await tenant.http.stopSession(session.id);
  await session.status('disconnected', before);
  await tenant.http.startSession(session.id);
  await session.status('connected', before);
  expect(session.qrs).toHaveLength(1);
});
