import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newOperationId, SessionId } from '../../core/model/ids.ts';
import { askOperation, getOperation, waitingOperations } from '../../core/store/operations.ts';
import { callControl } from '../simulator/controlClient.ts';
import type { Context } from '../../worker/context.ts';
import { World } from '../journeys/world.ts';
import { contextOf, hold, linkedAndHeld } from './inProcess.ts';

describe('operations and crashes', () => {
  let world: World;
  let context: Context;
  beforeAll(async () => {
    // No worker process: the sessions are held by runners of this test.
    world = await World.open({ workers: 0 });
    context = contextOf(world);
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const groupsNamed = async (subject: string) => {
    const { body } = await callControl<{ subject: string }[]>(world.simulator, 'GET /groups');
    return body.filter((group) => group.subject === subject).length;
  };
  const asked = async (session: string) => {
    const [operation] = await waitingOperations(context.table, SessionId.parse(session));
    if (!operation) throw new Error('nothing was asked yet');
    return operation;
  };

  it('a group is not made twice when the worker dies while it is made', async () => {
    const { tenant, ada, bob, session, first } = await linkedAndHeld(world, context);
    await callControl(world.simulator, 'POST /faults', {
      number: ada.number,
      kind: 'slow',
      latency: 2_500,
      seconds: 60,
    });
    const body = { subject: 'Once', members: [bob.number] };
    const making = tenant.http
      .createGroup(session.id, body, { idempotencyKey: 'once' })
      .catch((error: unknown) => error);
    await expect.poll(() => asked(session.id)).toMatchObject({ state: 'asked' });
    first.holding.runner?.ring();
    // WhatsApp has made it; its answer is on the way.
    await expect.poll(() => groupsNamed('Once'), { timeout: 10_000, interval: 20 }).toBe(1);
    first.holding.kill();
    await first.holding.ended;
    await callControl(world.simulator, 'DELETE /faults');
    expect(await asked(session.id)).toMatchObject({ state: 'running', epoch: first.held.epoch });

    const next = await hold(context, session.id, first.held.worker);
    expect(await making).toMatchObject({ code: 'outcome_unknown', status: 504 });
    const again = tenant.http.createGroup(session.id, body, { idempotencyKey: 'once' });
    await expect(again).rejects.toMatchObject({ code: 'outcome_unknown' });
    expect(await groupsNamed('Once')).toBe(1);
    next.holding.stop();
    await next.holding.ended;
  });

  it('what does no harm twice is done by the next owner', async () => {
    const { tenant, session, first } = await linkedAndHeld(world, context);
    first.cutOff();
    const checking = tenant.http.checkNumbers(session.id, { numbers: ['4915100000009'] });
    await expect.poll(() => asked(session.id)).toMatchObject({ state: 'asked' });
    first.holding.runner?.ring();
    first.holding.kill();
    await first.holding.ended;
    const next = await hold(context, session.id, first.held.worker);
    expect(await checking).toEqual({ numbers: [{ number: '4915100000009', exists: false }] });
    next.holding.stop();
    await next.holding.ended;
  });

  it('what nobody began in time is not begun any more, and an event tells so', async () => {
    const { bob, session, first } = await linkedAndHeld(world, context);
    const operationId = newOperationId();
    const request = { kind: 'create_group' as const, subject: 'Too late', members: [`${bob.number}@s.whatsapp.net`] };
    const askedAt = new Date(Date.now() - 61_000).toISOString();
    await askOperation(context.table, first.held.id, { operationId, request, askedAt, fingerprint: '' });
    first.holding.stop();
    await first.holding.ended;
    const next = await hold(context, session.id);
    const finished = await session.until('the end', () =>
      session.events.find(({ type }) => type === 'operation_finished'),
    );
    expect(finished).toMatchObject({ operationId, state: 'failed', error: { code: 'operation_expired' } });
    expect(await getOperation(context.table, first.held.id, operationId)).toMatchObject({ state: 'failed' });
    expect(await groupsNamed('Too late')).toBe(0);
    next.holding.stop();
    await next.holding.ended;
  });
});
