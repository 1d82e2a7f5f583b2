import { callControl } from '../../test/simulator/controlClient.ts';
import { World } from '../../test/journeys/world.ts';
import type { Disturber } from './disturber.ts';
import type { TortureOptions } from './options.ts';
import { Person } from './person.ts';
import type { Random } from './random.ts';
import { openReceiver, QUICK_WEBHOOKS } from './receivers.ts';
import type { Run, Victim } from './run.ts';

const TENANTS = 3;
/** A link makes 812 prekeys: more at once would only wait for the processor. */
const LINKS_AT_ONCE = 4;

/** How many people the sessions talk with. */
export const contactsFor = (sessions: number): number => Math.max(3, Math.ceil(sessions / 4));

/** The whole system with everybody linked and connected. */
export async function prepare(
  options: TortureOptions,
  { disturber, random }: { disturber: Disturber; random: Random },
  signal: AbortSignal,
  tell: (text: string) => void,
): Promise<Run> {
  const { workers, sessions: count } = options;
  const settings = { workerEnvironment: { LOG_LEVEL: 'debug' }, functionEnvironment: QUICK_WEBHOOKS };
  const world = await World.open({ workers, traffic: disturber, ...settings });
  const person = (name: string) => Person.make(world.simulator, name, signal);
  const contacts = await Promise.all(Array.from({ length: contactsFor(count) }, (_, i) => person(`Contact ${i}`)));
  const names = Array.from({ length: Math.min(TENANTS, count) }, (_, i) => `tenant-${i}`);
  const tenants = await Promise.all(names.map((name) => world.tenant('member', name)));

  const opened = tenants.map(async (tenant) => [tenant, await openReceiver(tenant, random)] as const);
  const receivers = new Map(await Promise.all(opened));

  const sessions: Victim[] = [];
  const link = async (index: number) => {
    const tenant = tenants[index % tenants.length];
    if (!tenant) throw new Error('there is no tenant');
    const owner = await person(`Owner ${index}`);
    const watched = await world.session(tenant, `victim ${index}`);
    const { qrString } = await watched.nextQr();
    const { status, body } = await callControl(world.simulator, `POST /phones/${owner.number}/scan`, { qr: qrString });
    if (status !== 200) throw new Error(`scan: ${JSON.stringify(body)}`);
    await watched.status('connected');
    sessions[index] = { tenant, owner, watched };
  };
  const waiting = Array.from({ length: count }, (_, index) => index);
  const lane = async () => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) await link(index);
  };
  tell(`linking ${count} sessions`);
  await Promise.all(Array.from({ length: LINKS_AT_ONCE }, lane));
  const empty = { sent: [], written: [], unknown: 0, refused: 0, played: [] };
  return { world, sessions, contacts, receivers, startedAt: performance.now(), ...empty };
}
