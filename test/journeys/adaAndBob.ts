import { afterAll } from 'vitest';
import type { LocalOptions } from '../../local/stack.ts';
import { World } from './world.ts';

/** Ada's session, linked, and Bob to write with: for all tests of a file, after which the world ends. */
export async function adaAndBob(options: Partial<LocalOptions> = {}) {
  const world = await World.open(options);
  afterAll(() => world[Symbol.asyncDispose]());
  const tenant = await world.tenant();
  const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
  return { world, tenant, ada, bob, session: await world.linked(tenant, ada) };
}
