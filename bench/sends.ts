/** Texts a second from the outbox to the phone at the other end, beside bare Baileys' `sendMessage` in a loop. */
import { compareSides, type Figure } from './figures.ts';
import { Fleet } from './fleet/fleet.ts';
import { Sending } from './fleet/sending.ts';
import { inLanes } from './inLanes.ts';

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

export async function sends(): Promise<Figure[]> {
  await using fleet = await Fleet.open(2 * MOST, { workerEnvironment: { CONNECTS_PER_SECOND: '40' } });
  await using sending = await Sending.open(fleet, MOST);
  const figures: Figure[] = [];
  for (const { sessions, texts } of LOADS) {
    const [rate, cpu] = await compareSides(`Texts of ${sessions} sessions`, ROUNDS, {
      ours: () => sending.ours(sessions, texts),
      bare: () => sending.bare(sessions, texts),
    });
    figures.push({ name: `sends_a_second_${sessions}`, ...rate }, { name: `send_cpu_${sessions}`, ...cpu });
  }
  return [...figures, await accepts(fleet, sending, figures[0]?.limit ?? NaN)];
}

/** How many texts a second the API accepts from a few callers at once. It is not to be the bottleneck: bare's rate is the limit. */
async function accepts(fleet: Fleet, { contact, sessions }: Sending, limit: number): Promise<Figure> {
  const { http } = await fleet.world.tenant();
  const texts = Array.from({ length: CALLS }, (_, i) => `accepted ${i}`);
  const startedAt = performance.now();
  await inLanes(CALLERS, texts, async (message) => {
    await http.sendMessage(sessions[0] ?? '', { to: contact.number, message });
  });
  const value = CALLS / ((performance.now() - startedAt) / 1000);
  await contact.rate('message', CALLS);
  return { name: 'accepts_a_second', value, unit: 'texts/s', limit };
}
