import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Call, Disturbance } from '../../local/traffic/traffic.ts';
import { World } from './world.ts';

/** How often calls are refused: oftener than the worker's SDK tries two of them by itself. */
const REFUSED_CALLS = 12;
/** The same of frames, which nobody tries for longer than 10 s before the client has to connect anew. */
const REFUSED_FRAMES = 7;

let world: World;
let broken: ((call: Call) => boolean) | undefined;
let toRefuse = 0;
const disturb = (call: Call): Disturbance | undefined => {
  if (!call.caller.startsWith('worker') || !broken?.(call) || toRefuse === 0) return undefined;
  toRefuse -= 1;
  return { kind: 'error', status: 500, code: 'InternalServerError' };
};
beforeAll(async () => {
  world = await World.open({ traffic: { disturb } });
});
afterAll(() => world[Symbol.asyncDispose]());

const isSubscriberQuery = ({ action, body }: Call) =>
  action === 'Query' && JSON.stringify(body['ExpressionAttributeValues'] ?? {}).includes('sub#');

it.each([
  ['the gateway refuses its frames', REFUSED_FRAMES, ({ action }: Call) => action === 'PostToConnection'],
  ['nobody knows who listens', REFUSED_CALLS, isSubscriberQuery],
])('tells a client the last thing that happened although at first %s', async (_, times, breaks) => {
  const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
  const session = await world.linked(await world.tenant(), ada);
  [broken, toRefuse] = [breaks, times];
  await bob.writes(ada.number, 'nothing comes after this');
  await session.receives('nothing comes after this');
  expect(toRefuse).toBe(0);
  broken = undefined;
});
