import { afterAll, beforeAll, expect, it } from 'vitest';
import { OUTBOX_PAGE } from '../../core/store/messages.ts';
import { callControl } from '../simulator/controlClient.ts';
import { useDisturbance } from '../worker/useDisturbance.ts';
import type { Phone } from './phone.ts';
import type { WatchedSession } from './watchedSession.ts';
import { type Tenant, World } from './world.ts';

const aws = useDisturbance();
let world: World;
let tenant: Tenant;
beforeAll(async () => {
  world = await World.open({ traffic: aws.traffic, workerEnvironment: { SILENCE_SECONDS: '2' } });
  tenant = await world.tenant();
});
afterAll(() => world[Symbol.asyncDispose]());

const meet = async () => {
  const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
  const session = await world.linked(tenant, ada);
  await session.messageStatus(await session.send(bob.number, 'hello'), 'delivered');
  return { ada, bob, session };
};

const fault = (target: { number: string }, kind: string, seconds: number) =>
  callControl(world.simulator, 'POST /faults', { ...target, kind, seconds });
const clearFaults = () => callControl(world.simulator, 'DELETE /faults');

/** WhatsApp cannot be reached by this number. */
async function cutOff({ number }: Phone, session: WatchedSession): Promise<void> {
  const before = session.events.length;
  await fault({ number }, 'refuse', 60);
  await fault({ number }, 'drop', 0);
  await session.status('reconnecting', before);
}

const send = async (session: WatchedSession, { number }: Phone, text: string, deadlineSeconds?: number) =>
  (await tenant.http.sendMessage(session.id, { to: number, message: text, deadlineSeconds })).messageId;

const failure = (session: WatchedSession, id: string) =>
  session.until(`the failure of ${id}`, () =>
    session.events.find(
      (event) => event.type === 'message_status' && event.messageId === id && event.status === 'failed',
    ),
  );

const shownTo = async (phone: Phone) =>
  (await phone.messages()).filter(({ fromMe }) => !fromMe).map(({ content }) => content.text);

it('takes messages while the session is away: they leave when it is back, but never after their deadline', async () => {
  const { ada, bob, session } = await meet();
  await cutOff(ada, session);
  const late = await send(session, bob, 'too late', 1);
  const patient = await send(session, bob, 'in time');
  expect(await failure(session, late)).toMatchObject({ reason: 'deadline_passed' });

  await clearFaults();
  await tenant.http.reconnectSession(session.id);
  await session.messageStatus(patient, 'delivered');
  expect(await shownTo(bob)).toEqual(['hello', 'in time']);
  await expect
    .poll(() => tenant.http.getMessage(session.id, late))
    .toMatchObject({ status: 'failed', reason: 'deadline_passed' });
});

it('takes messages while another worker takes the session over', async () => {
  const { ada, bob, session } = await meet();
  await fault({ number: ada.number }, 'refuse', 60);
  const before = session.events.length;
  world.stack.workers[0]?.kill('SIGKILL');
  expect(await session.status('reconnecting', before)).toMatchObject({ reason: 'worker_changed' });
  const id = await session.send(bob.number, 'to whom it may concern');
  await clearFaults();
  await session.messageStatus(id, 'delivered');
});

it('finishes what had set out before its deadline, also after a crash, and does not fail it', async () => {
  const { ada, bob, session } = await meet();
  const before = session.events.length;
  // It is written to the socket, and nobody answers.
  await fault({ number: ada.number }, 'silence', 60);
  const id = await send(session, bob, 'on its way', 3);
  await fault({ number: ada.number }, 'refuse', 60);
  await session.status('reconnecting', before);
  // The next message's deadline has passed, so this one's has, too.
  await failure(session, await send(session, bob, 'not on its way', 3));

  const killed = session.events.length;
  world.stack.workers[0]?.kill('SIGKILL');
  await session.status('reconnecting', killed);
  await clearFaults();
  await tenant.http.reconnectSession(session.id);
  await session.messageStatus(id, 'delivered');
  expect(session.statusesOf(id)).not.toContain('failed');
  expect(await shownTo(bob)).toEqual(['hello', 'on its way']);
});

it('fails what stands behind more than a page of others in time, too', async () => {
  const { ada, bob, session } = await meet();
  await cutOff(ada, session);
  await Promise.all(Array.from({ length: OUTBOX_PAGE + 5 }, (_, n) => send(session, bob, `patient ${n}`)));
  const id = await send(session, bob, 'in a hurry', 3);
  const { timestamp } = await failure(session, id);
  const { deadline = '' } = await tenant.http.getMessage(session.id, id);
  expect(Date.parse(timestamp) - Date.parse(deadline)).toBeLessThan(3_000);
  expect(session.events.filter((event) => event.type === 'message_status' && event.status === 'failed')).toHaveLength(
    1,
  );
});

it('fails what waits in a session that was stopped', async () => {
  const { ada, bob, session } = await meet();
  await cutOff(ada, session);
  const id = await send(session, bob, 'nobody will send this', 2);
  await tenant.http.stopSession(session.id);
  await session.status('disconnected');
  expect(await failure(session, id)).toMatchObject({ reason: 'deadline_passed' });

  await clearFaults();
  const before = session.events.length;
  await tenant.http.startSession(session.id);
  await session.status('connected', before);
  await session.messageStatus(await session.send(bob.number, 'back'), 'delivered');
  expect(await shownTo(bob)).toEqual(['hello', 'back']);
});

/** Stops the session's next message on its way into the outbox. */
function holdMessage({ id }: WatchedSession) {
  const [onItsWay, mayLand] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  aws.disturb = ({ caller, action, target: { pk, sk = '' } }) => {
    if (!caller.startsWith('lambdas') || action !== 'PutItem' || pk !== `S#${id}` || !sk.startsWith('M#')) return;
    onItsWay.resolve();
    return { kind: 'hold', until: mayLand.promise };
  };
  return { onItsWay: onItsWay.promise, land: mayLand.resolve };
}

const isAtRest = async ({ id }: WatchedSession) =>
  (await world.rowsOf(id)).some(({ sk, owner }) => sk?.S === 'session' && owner === undefined);

it('settles at once what is accepted when its session has just been logged out', async () => {
  const { bob, session } = await meet();
  const message = holdMessage(session);
  const accepted = send(session, bob, 'farewell');
  await message.onItsWay;
  await tenant.http.logoutSession(session.id);
  await expect.poll(() => isAtRest(session), { timeout: 10_000 }).toBe(true);
  message.land();
  expect(await failure(session, await accepted)).toMatchObject({ reason: 'logged_out' });
  await expect.poll(() => isAtRest(session), { timeout: 10_000 }).toBe(true);
  expect(await shownTo(bob)).toEqual(['hello']);
});

it('settles what is accepted between the last look at the outbox and the rest', async () => {
  const { bob, session } = await meet();
  const message = holdMessage(session);
  const accepted = send(session, bob, 'farewell', 2);
  await message.onItsWay;
  const [resting, mayRest] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  aws.disturb = ({ caller, action, target: { sk }, body }) => {
    const rests = caller.startsWith('worker') && action === 'UpdateItem' && sk === 'session';
    if (!rests || !String(body['UpdateExpression']).includes('REMOVE #owner')) return;
    resting.resolve();
    return { kind: 'hold', until: mayRest.promise };
  };
  await tenant.http.stopSession(session.id);
  await resting.promise;
  message.land();
  const id = await accepted;
  mayRest.resolve();
  expect(await failure(session, id)).toMatchObject({ reason: 'deadline_passed' });
  expect(await shownTo(bob)).toEqual(['hello']);
});
