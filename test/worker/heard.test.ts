import { afterAll, beforeAll, expect, it } from 'vitest';
import { getSession } from '../../core/store/sessions.ts';
import type { AnsweredCall, Call } from '../../local/traffic/traffic.ts';
import type { Context } from '../../worker/context.ts';
import { World } from '../journeys/world.ts';
import { contextOf, hold, linkedAndHeld } from './inProcess.ts';
import { useDisturbance } from './useDisturbance.ts';

const CONNECTED = JSON.stringify({ S: 'connected' });
const keepsQr = ({ action, target }: Call) => action === 'PutItem' && target.sk === 'qr';

const aws = useDisturbance();
let world: World;
let context: Context;
let qrsKept = 0;
const observe = (call: AnsweredCall) => {
  if (keepsQr(call) && call.status === 200) qrsKept += 1;
};
beforeAll(async () => {
  world = await World.open({ workers: 0, traffic: { ...aws.traffic, observe } });
  context = contextOf(world);
});
afterAll(() => world[Symbol.asyncDispose]());

it('who has heard that a session is connected can send and ask, though its row is behind', async () => {
  const { promise: used, resolve: write } = Promise.withResolvers<void>();
  const isOfConnected = ({ action, caller, target, body }: Call) =>
    action === 'UpdateItem' && caller === '' && target.sk === 'session' && JSON.stringify(body).includes(CONNECTED);
  aws.disturb = (call) => (isOfConnected(call) ? { kind: 'hold', until: used } : undefined);
  const { tenant, bob, session, first } = await linkedAndHeld(world, context);
  const row = async () => getSession(context.table, first.held.id);
  expect((await row())?.state.status).not.toBe('connected');
  expect(await tenant.http.getSession(session.id)).toMatchObject({
    status: 'connected',
    phoneNumber: expect.any(String),
  });
  const checking = tenant.http.checkNumbers(session.id, { numbers: [bob.number] });
  await tenant.http.sendMessage(session.id, { to: bob.number, message: 'at once' });
  await expect.poll(async () => (await row())?.operations).toBe(1);
  first.holding.ring();
  expect(await checking).toMatchObject({ numbers: [{ exists: true }] });
  await bob.shows('at once');
  write();
  first.holding.stop();
  await first.holding.ended;
});

it('a QR code that the store was late to keep is not shown any more when a phone has scanned the one before', async () => {
  const ada = await world.phone('Ada');
  const session = await world.session(await world.tenant());
  const { holding } = await hold({ ...context, config: { ...context.config, QR_SECONDS: 1 } }, session.id);
  const { qrString } = await session.nextQr();
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  const { promise: scanned, resolve: keep } = Promise.withResolvers<void>();
  aws.disturb = (call) => (keepsQr(call) ? (ask(), { kind: 'hold', until: scanned }) : undefined);
  await asked;
  await ada.scan(qrString);
  await session.status('connected');
  const before = qrsKept;
  keep();
  await expect.poll(() => qrsKept).toBeGreaterThan(before);
  await expect.poll(() => world.secretsOf(session.id)).not.toContain('qr');
  expect(session.qrs).toHaveLength(1);
  holding.stop();
  await holding.ended;
});
