import { setTimeout as sleep } from 'node:timers/promises';
import { callControl } from '../test/simulator/controlClient.ts';
import { Links } from './links.ts';

const LOOK_MS = 5;

/** Drops devices one after the other, as a network does it. @returns how long each was gone, in milliseconds */
export async function dropEach(simulator: string, numbers: readonly string[]): Promise<number[]> {
  using links = await Links.follow(simulator, numbers);
  for (const number of numbers) {
    const back = links.gapsSince(0).length + 1;
    await callControl(simulator, 'POST /faults', { number, kind: 'drop' });
    while (links.gapsSince(0).length < back) await sleep(LOOK_MS);
  }
  return links.gapsSince(0);
}
