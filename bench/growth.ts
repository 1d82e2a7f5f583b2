/** What one session more costs, from 10 sessions to 500: everything that should not grow with how many there are. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { SessionId } from '../core/model/ids.ts';
import type { AnsweredCall } from '../local/traffic/traffic.ts';
import { type Figure, quantile } from './figures.ts';
import { Arrivals } from './fleet/arrivals.ts';
import { fillOutbox } from './fleet/fillOutbox.ts';
import { Fleet } from './fleet/fleet.ts';
import { cpuOf, memoryOf } from './processes.ts';

const POPULATIONS = [10, 50, 100, 200, 500];
const SETTLE_MS = 5_000;
/** Two sweeps of the worker's, and a keep-alive of each session. */
const WATCHED_MS = 30_000;
const SENDS = 9;
const CONNECTS_PER_SECOND = '40';

/** What a worker with so many sessions takes. */
interface Whole {
  sessions: number;
  /** A minute. */
  cpuMs: number;
  storeCalls: number;
  writeUnits: number;
  memoryMegabytes: number;
  sendMs: number;
}

/** What one session more takes: what a larger population takes more than the one before it, a session. */
const ofOneMore = (cost: (whole: Whole) => number) => (whole: Whole, before: Whole) =>
  (cost(whole) - cost(before)) / (whole.sessions - before.sessions);
const COSTS = {
  cpu: { unit: 'ms/min', of: ofOneMore(({ cpuMs }) => cpuMs) },
  store_calls: { unit: '1/min', of: ofOneMore(({ storeCalls }) => storeCalls) },
  memory: { unit: 'MB', of: ofOneMore(({ memoryMegabytes }) => memoryMegabytes) },
  /** Of the whole worker: idle sessions write nothing, and its heartbeats are no more with more of them. */
  write_units: { unit: '1/min', of: ({ writeUnits }: Whole) => writeUnits },
  send: { unit: 'ms', of: ({ sendMs }: Whole) => sendMs },
};

export async function growth(): Promise<Figure[]> {
  const calls: AnsweredCall[] = [];
  const most = Math.max(...POPULATIONS);
  await using fleet = await Fleet.open(most, {
    traffic: { observe: (call) => void calls.push(call) },
    workerEnvironment: { CONNECTS_PER_SECOND, MAX_SESSIONS: String(most) },
  });
  using contact = await Arrivals.of(fleet.world.simulator, 'Contact');
  const wholes: Whole[] = [];
  let sender: SessionId | undefined;
  for (const sessions of POPULATIONS) {
    const [first] = await fleet.adopt(sessions - (wholes.at(-1)?.sessions ?? 0));
    sender ??= first?.session;
    await sleep(SETTLE_MS);
    const sendMs = sender ? await timeSends(fleet, sender, contact) : NaN;
    wholes.push({ ...(await watch(fleet, sessions, calls)), sendMs });
  }
  const steps = wholes.slice(1).map((whole, i) => ({ whole, before: wholes[i] ?? whole }));
  print(steps);
  return Object.entries(COSTS).map(([name, { unit, of }]) => {
    const [limit = NaN, value = NaN] = [steps.at(0), steps.at(-1)].map((step) => step && of(step.whole, step.before));
    return { name: `growth_${name}`, unit, value, limit };
  });
}

async function watch(fleet: Fleet, sessions: number, calls: AnsweredCall[]): Promise<Whole> {
  calls.length = 0;
  const [from, before] = [performance.now(), cpuOf(fleet.worker)];
  await sleep(WATCHED_MS);
  const cpu = cpuOf(fleet.worker) - before;
  const aMinute = 60_000 / (performance.now() - from);
  const toStore = calls.filter(({ service, caller }) => service === 'dynamodb' && caller.startsWith('worker'));
  const writes = toStore.filter(({ action }) => !/^(Get|Query|BatchGet)/.test(action));
  return {
    sessions,
    cpuMs: cpu * aMinute,
    storeCalls: toStore.length * aMinute,
    writeUnits: writes.reduce((sum, { units = 0 }) => sum + units, 0) * aMinute,
    memoryMegabytes: memoryOf(fleet.worker),
    sendMs: NaN,
  };
}

/** From an accepted text to the phone that gets it. @returns the median; the first one brings a Signal session with it */
async function timeSends(fleet: Fleet, session: SessionId, contact: Arrivals): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i <= SENDS; i++) {
    const from = performance.now();
    await fillOutbox(fleet.stores, [{ session, to: contact.number }], 1);
    await contact.rate('message', 1);
    times.push(performance.now() - from);
  }
  return quantile(times.slice(1), 0.5);
}

function print(steps: readonly { whole: Whole; before: Whole }[]): void {
  const names = Object.entries(COSTS).map(([name, { unit }]) => `${name} ${unit}`.padStart(20));
  console.log(
    `\nWhat one idle session more takes, a send, and what the worker writes\n\n    sessions${names.join('')}`,
  );
  for (const { whole, before } of steps) {
    const values = Object.values(COSTS).map(({ of }) => of(whole, before).toFixed(2).padStart(20));
    console.log(`  ${`${before.sessions} to ${whole.sessions}`.padStart(10)}${values.join('')}`);
  }
}
