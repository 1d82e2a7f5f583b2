/** DynamoDB's units of a pairing, a sent message with its three statuses, and a received one, by the calls that cost them. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { AnsweredCall } from '../../local/traffic/traffic.ts';
import { World } from '../../test/journeys/world.ts';
import type { Figure } from '../figures.ts';
import { printBill } from './bill.ts';
import { replay } from './replay.ts';

/** Of each kind, so that what is only now and then is counted by its share. */
const MESSAGES = 10;
const QUIET_MS = 1_500;

interface Phase {
  name: string;
  about: string;
  /** How many of them there were. */
  count: number;
  limit: number;
  calls: AnsweredCall[];
}

export async function units(): Promise<Figure[]> {
  const all: AnsweredCall[] = [];
  await using world = await World.open({ traffic: { observe: (call) => void all.push(call) } });
  const phases = await play(world, all);
  const indexUnits = await replay(world, [...all]);
  return phases.flatMap(({ name, about, count, limit, calls }) => {
    const { written, read } = printBill(`${about}, on average of ${count}`, count, calls, indexUnits);
    return [
      { name: `${name}_write_units`, value: written, unit: 'units', limit },
      { name: `${name}_read_units`, value: read, unit: 'units', limit },
    ];
  });
}

async function play(world: World, all: AnsweredCall[]): Promise<Phase[]> {
  const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
  const tenant = await world.tenant();
  const phases: Phase[] = [];
  const phase = async (about: Omit<Phase, 'calls'>, work: () => Promise<void>) => {
    const from = all.length;
    await work();
    await quiet(all);
    phases.push({ ...about, calls: all.slice(from).filter(isOfSession) });
  };
  let session = await world.session(tenant, 'first');
  const link = async () => {
    session = await world.linked(tenant, ada);
  };
  const send = async (count: number) => {
    for (let i = 0; i < count; i++) {
      const id = await session.send(bob.number, `sent ${i}`);
      await session.messageStatus(id, 'delivered');
      await bob.reads(id);
      await session.messageStatus(id, 'read');
    }
  };
  const receive = async (count: number) => {
    for (let i = 0; i < count; i++) {
      const text = `received ${count} ${i}`;
      await bob.writes(ada.number, text);
      await session.receives(text);
    }
  };
  // The first connection's rows are not the session's.
  await session.nextQr();
  await quiet(all);
  await phase({ name: 'pairing', about: 'A pairing, asked for and watched by a client', count: 1, limit: 60 }, link);
  // A first message brings a Signal session with it.
  await send(2);
  await receive(2);
  await quiet(all);
  const sent = { name: 'sent_message', about: 'A sent message with its three statuses', count: MESSAGES, limit: 12 };
  await phase(sent, () => send(MESSAGES));
  const received = { name: 'received_message', about: 'A received message', count: MESSAGES, limit: 7 };
  await phase(received, () => receive(MESSAGES));
  return phases;
}

/** Nothing about sessions for a while. */
async function quiet(all: readonly AnsweredCall[]): Promise<void> {
  const newest = () => all.findLast(isOfSession)?.startedAt ?? 0;
  while (performance.now() - newest() < QUIET_MS) await sleep(100);
}

/** Heartbeats, and looks at who is there, are a worker's and not a session's. */
const isOfSession = ({ service, target, body }: AnsweredCall): boolean =>
  service === 'dynamodb' &&
  target.pk !== 'W' &&
  !JSON.stringify(body).includes('":workers"') &&
  target.index !== 'owner';
