import { expect, it } from 'vitest';
import type { Disturbance } from '../../local/traffic/traffic.ts';
import { World } from './world.ts';

it('tells a client the last thing that happened although it could not be told at first', async () => {
  let broken = false;
  let refused = 0;
  const disturb = ({ action }: { action: string }): Disturbance | undefined => {
    if (!broken || action !== 'PostToConnection') return undefined;
    // As often as the worker's SDK tries by itself, and once more.
    refused += 1;
    broken = refused < 6;
    return { kind: 'error', status: 500, code: 'InternalServerError' };
  };
  await using world = await World.open({ traffic: { disturb } });
  const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
  const session = await world.linked(await world.tenant(), ada);
  broken = true;
  await bob.writes(ada.number, 'nothing comes after this');
  await session.receives('nothing comes after this');
  expect(refused).toBe(6);
});
