/** What a store that is slower to answer costs one session's sends: nothing waits for it but the next commit. */
import { type Figure, quantile } from './figures.ts';
import { Fleet } from './fleet/fleet.ts';
import { Sending } from './fleet/sending.ts';

const SLOWER_MS = 5;
const TEXTS = 300;
const ROUNDS = 5;
/** The rate may fall by a fifth. */
const KEPT = 0.8;

export async function slowStore(): Promise<Figure[]> {
  let ms = 0;
  const delay = (service: string) => (service === 'dynamodb' ? ({ kind: 'delay', ms } as const) : undefined);
  // Both sides go the same way: a delay of nothing is one, too.
  await using fleet = await Fleet.open(2, { traffic: { disturb: ({ service }) => delay(service) } });
  await using sending = await Sending.open(fleet, 1);
  console.log(`\nTexts a second of one session, and with ${SLOWER_MS} ms more in each call of the store\n`);
  const seen: { usual: number; slower: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    ms = 0;
    const usual = (await sending.ours(1, TEXTS)).perSecond;
    ms = SLOWER_MS;
    const slower = (await sending.ours(1, TEXTS)).perSecond;
    seen.push({ usual, slower });
    console.log(`  ${usual.toFixed(0).padStart(8)}${slower.toFixed(0).padStart(8)}`);
  }
  const value = quantile(
    seen.map(({ slower }) => slower),
    0.5,
  );
  const usual = quantile(
    seen.map((round) => round.usual),
    0.5,
  );
  return [{ name: 'sends_a_second_slow_store', value, unit: '1/s', limit: KEPT * usual }];
}
