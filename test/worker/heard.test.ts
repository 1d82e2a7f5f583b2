import { expect, it } from 'vitest';
import { getSession } from '../../core/store/sessions.ts';
import type { Call } from '../../local/traffic/traffic.ts';
import { World } from '../journeys/world.ts';
import { contextOf, linkedAndHeld } from './inProcess.ts';
import { useDisturbance } from './useDisturbance.ts';

const aws = useDisturbance();
const CONNECTED = JSON.stringify({ S: 'connected' });

it('who has heard that a session is connected can send and ask, though its row is behind', async () => {
  await using world = await World.open({ workers: 0, traffic: aws.traffic });
  const context = contextOf(world);
  const { promise: used, resolve: write } = Promise.withResolvers<void>();
  const isOfConnected = ({ action, caller, target, body }: Call) =>
    action === 'UpdateItem' && caller === '' && target.sk === 'session' && JSON.stringify(body).includes(CONNECTED);
  aws.disturb = (call) => (isOfConnected(call) ? { kind: 'hold', until: used } : undefined);
  const { tenant, bob, session, first } = await linkedAndHeld(world, context);
  const row = async () => getSession(context.table, first.held.id);
  expect((await row())?.state.status).not.toBe('connected');
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
