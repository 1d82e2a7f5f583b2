import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Call, Disturbance } from '../../local/traffic/traffic.ts';
import { callControl } from '../simulator/controlClient.ts';
import { World } from './world.ts';

let world: World;
/** Which of a session's rows its worker is slow to write now: the checkpoint, of one that is laid to rest, or its own. */
let slow: 'checkpoint' | 'session' | undefined;
const disturb = ({ caller, target }: Call): Disturbance | undefined =>
  caller.startsWith('worker') && target.sk === slow ? { kind: 'delay', ms: 1_500 } : undefined;
afterEach(() => {
  slow = undefined;
});
beforeAll(async () => {
  world = await World.open({ traffic: { disturb } });
});
afterAll(() => world[Symbol.asyncDispose]());

it('a start that comes while the session is still being laid to rest is not lost', async () => {
  const tenant = await world.tenant();
  const ada = await world.phone('Ada');
  const session = await world.linked(tenant, ada);
  const before = session.events.length;
  slow = 'checkpoint';
  await tenant.http.stopSession(session.id);
  await session.status('disconnected', before);
  await tenant.http.startSession(session.id);
  await session.status('connected', before);
  expect(session.qrs).toHaveLength(1);
});

it('a start by who has just heard of the end is not lost, though the session’s row knows nothing of it yet', async () => {
  const tenant = await world.tenant();
  const ada = await world.phone('Ada');
  const session = await world.linked(tenant, ada);
  const before = session.events.length;
  slow = 'session';
  await callControl(world.simulator, 'POST /faults', { number: ada.number, kind: '403' });
  await session.status('failed', before);
  await callControl(world.simulator, 'DELETE /faults');
  await tenant.http.startSession(session.id);
  await session.status('connected', before);
  expect(session.qrs).toHaveLength(1);
});
