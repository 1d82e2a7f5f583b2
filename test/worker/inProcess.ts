/** The worker's own parts in the test's process, on the real stack, so that one of them can be stopped at a chosen point. */
import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { newWorkerId, SessionId } from '../../core/model/ids.ts';
import { claimSession } from '../../core/store/ownership.ts';
import { type Context, openContext } from '../../worker/context.ts';
import { readConfig } from '../../worker/config.ts';
import { type Holding, holdSession } from '../../worker/session/holdSession.ts';
import { silenceConsole } from '../../worker/whatsapp/quiet.ts';
import type { World } from '../journeys/world.ts';

export function contextOf(world: World): Context {
  silenceConsole();
  Object.assign(process.env, world.stack.aws);
  // A process reads NODE_EXTRA_CA_CERTS when it starts.
  const authority = readFileSync(world.stack.aws['NODE_EXTRA_CA_CERTS'] ?? '', 'utf8');
  setDefaultCACertificates([...getCACertificates(), authority]);
  return openContext(readConfig({ ...world.stack.aws, LOG_LEVEL: 'error' }));
}

/** A session in the hands of a worker that holds nothing else. */
export interface Held {
  held: { id: SessionId; worker: string; epoch: number };
  holding: Holding;
  /** From now on no frame leaves, as when the lease has run out; what is committed stays. */
  cutOff: () => void;
}

/** @param deadOwner takes the session over from this worker, as if it had been declared dead */
export async function hold(context: Context, session: string, deadOwner?: string): Promise<Held> {
  const id = SessionId.parse(session);
  const worker = newWorkerId();
  const row = await claimSession(context.table, id, worker, deadOwner);
  if (!row) throw new Error('the session is not to be had');
  const held = { id, worker, epoch: row.epoch };
  let mayLeave = true;
  const cutOff = () => {
    mayLeave = false;
  };
  return { held, holding: holdSession(context, held, row, () => mayLeave), cutOff };
}

/** A session that is linked and held by this test, with the two people of its story. */
export async function linkedAndHeld(world: World, context: Context) {
  const tenant = await world.tenant();
  const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
  const session = await world.session(tenant);
  const first = await hold(context, session.id);
  await ada.scan((await session.nextQr()).qrString);
  await session.status('connected');
  return { tenant, ada, bob, session, first };
}
