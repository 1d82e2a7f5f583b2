/** The programs that the tenants' webhooks deliver to. They fail now and then; what never came is lost. */
import { setTimeout as sleep } from 'node:timers/promises';
import { eventIdOf } from '../../core/model/ids.ts';
import { type Behaviour, Endpoint } from '../../test/journeys/endpoint.ts';
import { ringSweep } from '../../test/journeys/ringSweep.ts';
import type { Tenant } from '../../test/journeys/world.ts';
import type { Problem } from './judge.ts';
import type { Random } from './random.ts';
import type { Run, Victim } from './run.ts';

const EVENTS = ['message_received', 'message_sent'];
/** The rules of the service, in seconds instead of hours. */
export const QUICK_WEBHOOKS = {
  WEBHOOKS_TIMEOUT_SECONDS: '2',
  WEBHOOKS_FIRST_RETRY_SECONDS: '1',
  WEBHOOKS_LONGEST_RETRY_SECONDS: '4',
};
/** Of the first two tries of each event, so many go wrong. */
const TROUBLE = 0.15;
const TROUBLES: readonly Behaviour[] = [
  500,
  'close',
  'hang',
  { status: 200, afterMs: 700 },
  { status: 500, afterMs: 300 },
];
const LOOK_MS = 2_000;

export async function openReceiver({ http }: Tenant, random: Random): Promise<Endpoint> {
  const endpoint = await Endpoint.open();
  endpoint.behave = (_, nth) => (nth <= 2 && random.chance(TROUBLE) ? random.pick(TROUBLES) : 200);
  endpoint.secret = (await http.createWebhook({ url: endpoint.url, events: EVENTS })).secret;
  return endpoint;
}

/** Resolves when every event has come, or patience ends. What no bell has told of a schedule finds: here it rings often. */
export async function untilDelivered(run: Run, patience: number): Promise<void> {
  while (run.sessions.some((victim) => missing(run, victim).length > 0) && performance.now() < patience) {
    await ringSweep(run.world);
    await sleep(LOOK_MS);
  }
}

/** What a session's tenant was never told, of what its client saw. */
function missing({ receivers }: Run, { tenant, watched }: Victim): string[] {
  const came = new Set(receivers.get(tenant)?.got.map(({ event }) => event.id));
  return watched.events
    .filter(({ type }) => EVENTS.includes(type))
    .map(eventIdOf)
    .filter((id) => !came.has(id));
}

export function webhookProblems(run: Run): Problem[] {
  const problems: Problem[] = [];
  const lost = (what: string) => void problems.push({ kind: 'lost', what });
  for (const victim of run.sessions) {
    for (const id of missing(run, victim)) lost(`${id} of ${victim.watched.id} never came to the webhook`);
  }
  for (const { got, forged } of run.receivers.values()) {
    for (const words of forged) lost(`what came to a webhook does not verify: ${words}`);
    const others = got.filter(({ event }) => event.id !== eventIdOf(event));
    for (const { event } of others) lost(`${eventIdOf(event)} came to a webhook as ${event.id}`);
  }
  return problems;
}
