import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SessionEvent } from '../../core/model/events.ts';
import { callControl } from '../simulator/controlClient.ts';
import type { Phone } from './phone.ts';
import type { WatchedSession } from './watchedSession.ts';
import { type Tenant, World } from './world.ts';

const PER_SECOND = 3;
const BURST = 4;
const COLD_WEIGHT = 2;
const PAUSE_SECONDS = 2;

let world: World;
let tenant: Tenant;
beforeAll(async () => {
  const workerEnvironment = {
    SEND_BURST: String(BURST),
    SENDS_PER_MINUTE: String(60 * PER_SECOND),
    COLD_SEND_WEIGHT: String(COLD_WEIGHT),
    COLD_PAUSE_SECONDS: String(PAUSE_SECONDS),
  };
  world = await World.open({ workerEnvironment });
  tenant = await world.tenant();
});
afterAll(() => world[Symbol.asyncDispose]());

/** Bob has written to Ada's session; others have not. */
const meet = async () => {
  const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
  const session = await world.linked(tenant, ada);
  await bob.writes(ada.number, 'hello');
  await session.receives('hello');
  return { ada, bob, session };
};

const fault = ({ number }: Phone, kind: string) =>
  callControl(world.simulator, 'POST /faults', { number, kind, seconds: kind === 'drop' ? 0 : 600 });

type StatusUpdate = Extract<SessionEvent, { type: 'status_update' }>;
/** The next word on the session's state that says this of its sending. */
const told = (session: WatchedSession, reason: string | undefined, from = 0) =>
  session.until(`sending ${reason}`, () =>
    session.events
      .slice(from)
      .find((event): event is StatusUpdate => event.type === 'status_update' && event.sending?.reason === reason),
  );
const failure = (session: WatchedSession, id: string) =>
  session.until(`the failure of ${id}`, () =>
    session.events.find(
      (event) => event.type === 'message_status' && event.messageId === id && event.status === 'failed',
    ),
  );
const placeOf = (session: WatchedSession, id: string) =>
  session.events.findIndex((event) => event.type === 'message_sent' && event.message.id === id);

it('sends a burst at once and the rest at a steady pace, replies before what nobody asked for', async () => {
  const { ada, bob, session } = await meet();
  const carol = await world.phone('Carol');
  // All of it waits for the session, and Carol's is first in line.
  const before = session.events.length;
  await fault(ada, 'refuse');
  await fault(ada, 'drop');
  await session.status('reconnecting', before);
  const cold = await session.send(carol.number, 'dear customer');
  const replies: string[] = [];
  for (let n = 0; n < BURST + 3; n++) replies.push(await session.send(bob.number, `reply ${n}`));
  await callControl(world.simulator, 'DELETE /faults');
  await tenant.http.reconnectSession(session.id);
  for (const id of [...replies, cold]) await session.messageStatus(id, 'sent');

  const places = [...replies, cold].map((id) => placeOf(session, id));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  const [first = '', last = ''] = [places[0], places.at(-1)].map((at) => session.events[at ?? -1]?.timestamp);
  expect(Date.parse(last) - Date.parse(first)).toBeGreaterThan(((3 + COLD_WEIGHT) / PER_SECOND) * 1000 - 300);
});

it('stops writing to new people when WhatsApp refuses one, and says so', async () => {
  const { ada, session } = await meet();
  const [carol, dave] = [await world.phone('Carol'), await world.phone('Dave')];
  await fault(ada, 'cold');
  const refused = await session.send(carol.number, 'an offer');
  expect(await failure(session, refused)).toMatchObject({ reason: 'whatsapp_463' });
  await callControl(world.simulator, 'DELETE /faults');
  const paused = await told(session, 'whatsapp_463');
  expect(paused.status).toBe('connected');
  const next = await session.send(dave.number, 'another offer');
  await session.messageStatus(next, 'delivered');
  const over = await told(session, undefined, session.events.indexOf(paused));
  expect(over.status).toBe('connected');
  expect(placeOf(session, next)).toBeGreaterThan(session.events.indexOf(over));
  expect(over.timestamp >= (paused.sending?.pausedUntil ?? '')).toBe(true);
});

it('goes on replying while WhatsApp limits the account, and writes to new people when the limit is lifted', async () => {
  const { ada, bob, session } = await meet();
  const [carol, dave] = [await world.phone('Carol'), await world.phone('Dave')];
  await fault(ada, 'restrict');
  const { sending } = await told(session, 'reach_out_limited');
  expect(Date.parse(sending?.pausedUntil ?? '') - Date.now()).toBeGreaterThan(500_000);
  await expect.poll(() => tenant.http.getSession(session.id)).toMatchObject({ status: 'connected', sending });
  expect(await tenant.http.getSessionStatus(session.id)).toMatchObject({ sending });

  const toCarol = await session.send(carol.number, 'an offer');
  const toDave = await session.send(dave.number, 'an offer for you');
  await session.messageStatus(await session.send(bob.number, 'a reply'), 'delivered');
  // Dave writes: what waits for him is a reply now.
  await dave.writes(ada.number, 'do you have an offer?');
  await session.messageStatus(toDave, 'delivered');

  // The next owner keeps to it.
  const before = session.events.length;
  world.stack.workers[0]?.kill('SIGTERM');
  expect(await session.status('connected', before)).toMatchObject({ sending });
  await session.messageStatus(await session.send(bob.number, 'another reply'), 'delivered');
  expect(session.statusesOf(toCarol)).toEqual([]);

  await callControl(world.simulator, 'DELETE /faults');
  await session.messageStatus(toCarol, 'delivered');
  await expect.poll(() => tenant.http.getSession(session.id)).not.toHaveProperty('sending');
});

it('waits until it may write to new people again when WhatsApp says that they are enough for now', async () => {
  const { ada, session } = await meet();
  const carol = await world.phone('Carol');
  await fault(ada, 'cap');
  const { sending } = await told(session, 'new_chats_capped');
  expect(Date.parse(sending?.pausedUntil ?? '') - Date.now()).toBeGreaterThan(500_000);
  const offer = await session.send(carol.number, 'an offer');
  await callControl(world.simulator, 'DELETE /faults');
  await session.messageStatus(offer, 'delivered');
  expect(session.statusesOf(offer)).not.toContain('failed');
});
