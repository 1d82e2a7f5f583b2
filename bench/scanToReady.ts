/** From the scan to a session that is ready, told to a live client, beside bare Baileys from the scan to its login. */
import { type Figure, quantile } from './figures.ts';
import { Fleet } from './fleet/fleet.ts';

const ROUNDS = 8;
/** The first ones of each side load code. */
const WARM_UP = 2;

export async function scanToReady(): Promise<Figure[]> {
  await using fleet = await Fleet.open(0);
  await using bare = await fleet.bare();
  const tenant = await fleet.world.tenant();
  console.log('\nScan to ready, ms\n\n      ours      bare');
  const seen: { ours: number; bare: number }[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const [mine, other] = [await fleet.world.phone('Ada'), await fleet.world.phone('Bob')];
    const session = await fleet.world.session(tenant);
    const { qrString } = await session.nextQr();
    let from = performance.now();
    await mine.scan(qrString);
    await session.status('connected');
    const ours = performance.now() - from;
    await bare.pair(async (qr) => {
      from = performance.now();
      await other.scan(qr);
    });
    const theirs = performance.now() - from;
    await tenant.http.stopSession(session.id);
    await session.status('disconnected');
    console.log([ours, theirs].map((ms) => ms.toFixed(0).padStart(10)).join(''));
    if (round >= WARM_UP) seen.push({ ours, bare: theirs });
  }
  const median = (side: 'ours' | 'bare') =>
    quantile(
      seen.map((round) => round[side]),
      0.5,
    );
  return [{ name: 'scan_to_ready_p50', unit: 'ms', value: median('ours'), limit: median('bare') }];
}
