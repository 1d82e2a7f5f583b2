/** A backlog of texts, from the login to the receipt of the last one, beside bare Baileys with the same backlog. */
import { callControl } from '../test/simulator/controlClient.ts';
import { compareSides, type Figure, quantile } from './figures.ts';
import { Arrivals } from './fleet/arrivals.ts';
import { Fleet } from './fleet/fleet.ts';
import { inLanes } from './inLanes.ts';
import { cpuOf } from './processes.ts';

const TEXTS = 300;
const ROUNDS = 3;
const LANES = 4;
const SINGLE_TEXTS = 40;
/** Longer than it takes to write the backlog. */
const AWAY_SECONDS = 600;

export async function receives(): Promise<Figure[]> {
  await using fleet = await Fleet.open(2);
  await using bare = await fleet.bare();
  const theirs = fleet.take(1);
  await bare.open(theirs);
  const [ours] = await fleet.adopt(1);
  if (!ours) throw new Error('there is no session');
  using contact = await Arrivals.of(fleet.world.simulator, 'Contact');
  const tenant = await fleet.world.tenant();

  const write = async (to: string, count: number) =>
    inLanes(LANES, [...Array(count).keys()], (i) => contact.writes(to, `text ${i}`));
  const fault = (number: string, kind: string, seconds = 0) =>
    callControl(fleet.world.simulator, 'POST /faults', { number, kind, seconds });
  const oneSide = async (pid: number, number: string, comeBack: () => Promise<unknown>) => {
    await fault(number, 'refuse', AWAY_SECONDS);
    await fault(number, 'drop');
    await write(number, TEXTS);
    await callControl(fleet.world.simulator, 'DELETE /faults');
    const before = cpuOf(pid);
    await comeBack();
    const perSecond = await contact.rate('delivered', TEXTS);
    return { perSecond, cpuMs: (cpuOf(pid) - before) / TEXTS };
  };
  const bareNumber = theirs[0]?.number ?? '';
  for (const number of [ours.number, bareNumber]) await write(number, 2);
  await contact.rate('delivered', 4);
  const [rate, cpu] = await compareSides(`A backlog of ${TEXTS} texts`, ROUNDS, {
    ours: () => oneSide(fleet.worker, ours.number, () => tenant.http.reconnectSession(ours.session)),
    bare: () => oneSide(bare.pid, bareNumber, async () => {}),
  });

  // One by one, each when the one before has arrived: from the writing to the event at a client, or to bare's receipt.
  const watched = fleet.world.watch(tenant, ours.session);
  await contact.writes(ours.number, 'warm up');
  await watched.receives('warm up');
  await contact.rate('delivered', 1);
  const toClient: number[] = [];
  const toReceipt: number[] = [];
  for (let i = 0; i < SINGLE_TEXTS; i++) {
    const from = performance.now();
    await contact.writes(ours.number, `single ${i}`);
    await watched.receives(`single ${i}`);
    toClient.push(performance.now() - from);
    await contact.rate('delivered', 1);
    const bareFrom = performance.now();
    await contact.writes(bareNumber, `single ${i}`);
    await contact.rate('delivered', 1);
    toReceipt.push(performance.now() - bareFrom);
  }
  return [
    { name: 'receives_a_second', ...rate },
    { name: 'receive_cpu', ...cpu },
    { name: 'frame_to_client_p50', unit: 'ms', value: quantile(toClient, 0.5), limit: quantile(toReceipt, 0.5) },
    { name: 'frame_to_client_p95', unit: 'ms', value: quantile(toClient, 0.95), limit: quantile(toReceipt, 0.95) },
  ];
}
