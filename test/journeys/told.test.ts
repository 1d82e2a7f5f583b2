import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Call, Disturbance } from '../../local/traffic/traffic.ts';
import { World } from './world.ts';

/** How often calls are refused: oftener than the worker's SDK tries two of them by itself. */
const REFUSALS = 12;

let world: World;
let broken: ((call: Call) => boolean) | undefined;
let refused = 0;
const disturb = (call: Call): Disturbance | undefined => {
  if (!call.caller.startsWith('worker') || !broken?.(call) || refused >= REFUSALS) return undefined;
  refused += 1;
  return { kind: 'error', status: 500, code: 'InternalServerError' };
};
beforeAll(async () => {
  world = await World.open({ traffic: { disturb } });
});
afterAll(() => world[Symbol.asyncDispose]());

const isSubscriberQuery = ({ action, body }: Call) =>
  action === 'Query' && JSON.stringify(body['ExpressionAttributeValues'] ?? {}).includes('sub#');

it.each([
  ['the gateway refuses its frames', ({ action }: Call) => action === 'PostToConnection'],
  ['nobody knows who listens', isSubscriberQuery],
])('tells a client the last thing that happened although at first %s', async (_, breaks) => {
  const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
  const session = await world.linked(await world.tenant(), ada);
  [broken, refused] = [breaks, 0];
  await bob.writes(ada.number, 'nothing comes after this');
  await session.receives('nothing comes after this');
  expect(refused).toBe(REFUSALS);
  broken = undefined;
});
