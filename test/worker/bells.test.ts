import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen } from '../../core/channels/bells.ts';
import { newOperationId, newWorkerId, SessionId } from '../../core/model/ids.ts';
import { NOBODY, sessionKey } from '../../core/store/keys.ts';
import { askOperation, countOperation, getOperation } from '../../core/store/operations.ts';
import { getSession } from '../../core/store/sessions.ts';
import type { Call } from '../../local/traffic/traffic.ts';
import type { Context } from '../../worker/context.ts';
import { Holder } from '../../worker/holder.ts';
import { World } from '../journeys/world.ts';
import { contextOf, linkedAndHeld } from './inProcess.ts';
import { useDisturbance } from './useDisturbance.ts';

describe('a bell that is answered late does its work before the sweep', () => {
  let world: World;
  let context: Context;
  const aws = useDisturbance();
  beforeAll(async () => {
    world = await World.open({ workers: 0, traffic: aws.traffic });
    context = contextOf(world);
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const holder = () => new Holder(context, newWorkerId(), () => true);
  /** Takes bells off the queue where every worker listens, until this session's is among them. */
  async function heard(id: SessionId): Promise<SessionId[]> {
    const poll = { waitSeconds: 1, signal: AbortSignal.timeout(10_000) };
    for (;;) {
      const ids = await listen(context.bells, context.config.REQUESTS_QUEUE_URL, poll);
      if (ids.includes(id)) return ids;
    }
  }

  /** A session that waits, and whose bell was heard. */
  async function waiting() {
    const tenant = await world.tenant();
    const session = await world.session(tenant);
    const id = SessionId.parse(session.id);
    await heard(id);
    return { tenant, session, id };
  }

  it('by a worker that stops: another one hears it', async () => {
    const { id } = await waiting();
    const stopping = holder();
    await stopping.close();
    await stopping.attend(id);
    expect(await heard(id)).toContain(id);
  });

  it('while the session is being claimed: what it tells is newer than the claim', async () => {
    const { tenant, session, id } = await waiting();
    // The claim is done, and its answer on the way.
    const { promise: asked, resolve: answer } = Promise.withResolvers<void>();
    aws.disturb = ({ action, target }) =>
      action === 'UpdateItem' && target.sk === 'session' ? (answer(), { kind: 'hang', done: true }) : undefined;
    const one = holder();
    const claiming = one.attend(id);
    await asked;
    aws.disturb = undefined;
    await expect.poll(async () => (await getSession(context.table, id))?.epoch).toBe(1);
    await tenant.http.stopSession(id);
    await Promise.all([claiming, one.attend(id)]);
    expect(await session.status('disconnected', 0, 10_000)).toMatchObject({ reason: 'stopped_by_user' });
    await one.close();
  });

  it('while the journal is being read', async () => {
    const { tenant, session, id } = await waiting();
    const first = holder();
    await first.attend(id);
    await session.nextQr();
    await first.close();

    aws.disturb = ({ action }) => (action === 'Query' ? { kind: 'delay', ms: 1_500 } : undefined);
    const second = holder();
    await second.attend(id);
    await tenant.http.stopSession(id);
    await second.attend(id);
    aws.disturb = undefined;
    expect(await session.status('disconnected', 0, 10_000)).toMatchObject({ reason: 'stopped_by_user' });
    await second.close();
  });

  it('where the store refuses for a moment', async () => {
    const { session, id } = await waiting();
    let refusals = 0;
    aws.disturb = ({ action, target }) =>
      action === 'UpdateItem' && target.sk === 'session' && ++refusals <= 7
        ? { kind: 'error', status: 400, code: 'ThrottlingException' }
        : undefined;
    const one = holder();
    await one.attend(id);
    await session.nextQr();
    expect(refusals).toBeGreaterThan(5);
    await one.close();
  });

  it('where the store takes the claim, and does not answer', async () => {
    const { session, id } = await waiting();
    let silent = 0;
    aws.disturb = ({ action, caller, target }) => {
      if (target.sk !== 'session' || caller !== '') return undefined;
      if (action === 'UpdateItem' && silent === 0) return (silent++, { kind: 'hang', done: true });
      // Longer than the SDK tries to learn what became of it.
      return action === 'GetItem' && silent++ < 7
        ? { kind: 'error', status: 500, code: 'InternalServerError' }
        : undefined;
    };
    const one = holder();
    expect(await one.claim(id)).toBe(true);
    expect(silent).toBeGreaterThan(6);
    await session.nextQr();
    await one.close();
  });

  it('and a row that cannot be read holds up nobody', async () => {
    const { id } = await waiting();
    const { db, TableName } = context.table;
    const broken = { ...sessionKey(id), id, owner: NOBODY, epoch: 0, state: 'none' };
    await db.send(new PutCommand({ TableName, Item: broken }));
    await expect(holder().claim(id)).rejects.toThrow(/state/);
  });

  it('where the store refuses the look that it asks for', async () => {
    const { tenant, bob, session, first } = await linkedAndHeld(world, context);
    let refusals = 0;
    /** More often than the SDK tries. */
    const refuse = (isIt: (call: Call) => boolean) => {
      refusals = 0;
      aws.disturb = (call) =>
        isIt(call) && ++refusals <= 7 ? { kind: 'error', status: 500, code: 'InternalServerError' } : undefined;
    };
    await tenant.http.sendMessage(session.id, { to: bob.number, message: 'not lost' });
    refuse(({ action, target }) => action === 'Query' && target.index === 'outbox');
    first.holding.ring();
    await bob.shows('not lost');
    expect(refusals).toBeGreaterThan(7);

    refuse(({ action, body }) => action === 'Query' && JSON.stringify(body).includes('begins_with(outbox'));
    const operationId = newOperationId();
    const request = { kind: 'check_numbers' as const, numbers: ['4915100000009'] };
    const askedAt = new Date().toISOString();
    await askOperation(context.table, first.held.id, { operationId, request, askedAt, fingerprint: '' });
    await countOperation(context.table, first.held.id);
    first.holding.ring();
    const found = () => getOperation(context.table, first.held.id, operationId);
    await expect.poll(found, { timeout: 20_000 }).toMatchObject({ state: 'done' });
    expect(refusals).toBeGreaterThan(7);

    await tenant.http.stopSession(session.id);
    refuse(({ action, target }) => action === 'GetItem' && target.sk === 'session');
    first.holding.ring();
    expect(await session.status('disconnected', 0, 20_000)).toMatchObject({ reason: 'stopped_by_user' });
    expect(refusals).toBeGreaterThan(7);
    await first.holding.ended;
  });
});
