/** Texts a second from the outbox to the phone at the other end, beside bare Baileys' `sendMessage` in a loop. */
import { type Figure, quantile } from './figures.ts';
import { Arrivals } from './fleet/arrivals.ts';
import { fillOutbox } from './fleet/fillOutbox.ts';
import { Fleet } from './fleet/fleet.ts';
import { inLanes } from './inLanes.ts';
import { cpuOf } from './processes.ts';

/** How many sessions send at the same time, and how much each. */
const LOADS = [
  { sessions: 1, texts: 300 },
  { sessions: 20, texts: 30 },
  { sessions: 50, texts: 12 },
] as const;
const MOST = Math.max(...LOADS.map(({ sessions }) => sessions));
const ROUNDS = 3;
const CALLS = 200;
const CALLERS = 16;

interface Round {
  perSecond: number;
  cpuMs: number;
}

export async function sends(): Promise<Figure[]> {
  await using fleet = await Fleet.open(2 * MOST, { workerEnvironment: { CONNECTS_PER_SECOND: '40' } });
  await using bare = await fleet.bare();
  await bare.open(fleet.take(MOST));
  const ours = await fleet.adopt(MOST);
  using contact = await Arrivals.of(fleet.world.simulator, 'Contact');

  const oneSide = async (pid: () => number, sessions: number, texts: number, send: () => Promise<unknown>) => {
    // One that ended meanwhile was not measured: reading its time fails then.
    const measured = pid();
    const before = cpuOf(measured);
    const sending = send();
    const perSecond = await contact.rate('message', sessions * texts);
    await sending;
    return { perSecond, cpuMs: (cpuOf(measured) - before) / (sessions * texts) };
  };
  const oursSend = (sessions: number, texts: number) =>
    oneSide(
      () => fleet.worker,
      sessions,
      texts,
      () =>
        fillOutbox(
          fleet.stores,
          ours.slice(0, sessions).map(({ session }) => ({ session, to: contact.number })),
          texts,
        ),
    );
  const bareSend = (sessions: number, texts: number) =>
    oneSide(
      () => bare.pid,
      sessions,
      texts,
      () => bare.send(Array<string>(sessions).fill(contact.number), texts),
    );
  // A first text to somebody brings a Signal session with it.
  await oursSend(MOST, 2);
  await bareSend(MOST, 2);

  console.log('\nTexts a second, and CPU a text in the process that holds the sessions\n');
  console.log('  sessions      ours      bare     ours CPU  bare CPU, ms');
  const figures: Figure[] = [];
  for (const { sessions, texts } of LOADS) {
    const rounds: { ours: Round; bare: Round }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      rounds.push({ ours: await oursSend(sessions, texts), bare: await bareSend(sessions, texts) });
    }
    const median = (of: (round: { ours: Round; bare: Round }) => number) => quantile(rounds.map(of), 0.5);
    const rate = { value: median((r) => r.ours.perSecond), limit: median((r) => r.bare.perSecond) };
    const cpu = { value: median((r) => r.ours.cpuMs), limit: median((r) => r.bare.cpuMs) };
    const columns = [rate.value, rate.limit].map((n) => n.toFixed(0).padStart(10));
    console.log(
      `  ${String(sessions).padStart(8)}${columns.join('')}   ${cpu.value.toFixed(2).padStart(10)}${cpu.limit.toFixed(2).padStart(10)}`,
    );
    figures.push({ name: `sends_a_second_${sessions}`, unit: 'texts/s', ...rate });
    figures.push({ name: `send_cpu_${sessions}`, unit: 'ms', ...cpu });
  }
  return [...figures, await accepts(fleet, contact, ours[0]?.session ?? '', figures[0]?.limit ?? NaN)];
}

/** How many texts a second the API accepts from a few callers at once. It is not to be the bottleneck: bare's rate is the limit. */
async function accepts(fleet: Fleet, contact: Arrivals, session: string, limit: number): Promise<Figure> {
  const { http } = await fleet.world.tenant();
  const texts = Array.from({ length: CALLS }, (_, i) => `accepted ${i}`);
  const startedAt = performance.now();
  await inLanes(CALLERS, texts, async (message) => {
    await http.sendMessage(session, { to: contact.number, message });
  });
  const value = CALLS / ((performance.now() - startedAt) / 1000);
  await contact.rate('message', CALLS);
  return { name: 'accepts_a_second', value, unit: 'texts/s', limit };
}
