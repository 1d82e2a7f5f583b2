import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queryPrefix } from '../../core/store/query.ts';
import type { Context } from '../../worker/context.ts';
import { callControl } from '../simulator/controlClient.ts';
import { World } from '../journeys/world.ts';
import { contextOf, hold, linkedAndHeld } from './inProcess.ts';

describe('when something is broken', () => {
  let world: World;
  let context: Context;
  beforeAll(async () => {
    world = await World.open({ workers: 0, workerEnvironment: { SILENCE_SECONDS: '6' } });
    context = contextOf(world);
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const linked = () => linkedAndHeld(world, context);
  const rows = (id: string, skPrefix: string) => queryPrefix(context.table, { pk: `S#${id}`, skPrefix });

  it.each([
    ['changed', 'SET #bytes = :bytes', { ':bytes': Buffer.from('not what was sealed') }],
    ['gone', 'REMOVE #bytes', undefined],
  ])(
    'credentials that were %s are a state, are kept aside, and can be replaced by a new link',
    async (_, change, values) => {
      const { tenant, ada, session, first } = await linked();
      first.holding.stop();
      await first.holding.ended;
      const [part] = await rows(session.id, 'K#');
      await context.table.db.send(
        new UpdateCommand({
          TableName: context.table.TableName,
          Key: { pk: part?.['pk'], sk: part?.['sk'] },
          UpdateExpression: change,
          ExpressionAttributeNames: { '#bytes': 'bytes' },
          ...(values && { ExpressionAttributeValues: values }),
        }),
      );

      const second = await hold(context, session.id);
      const failed = await session.status('failed');
      expect(failed).toMatchObject({
        reason: 'credentials_damaged',
        userAction: expect.stringMatching(/start again/i),
      });
      expect(await second.holding.ended).toBe('rested');
      expect(await rows(session.id, 'damaged#')).toHaveLength(1);
      expect(await rows(session.id, 'K#')).toContainEqual(expect.objectContaining({ sk: part?.['sk'] }));

      const before = session.events.length;
      await tenant.http.startSession(session.id);
      const third = await hold(context, session.id);
      await ada.scan((await session.nextQr()).qrString);
      await session.status('connected', before);
      expect(await rows(session.id, 'damaged#')).toHaveLength(1);
      third.holding.stop();
      await third.holding.ended;
    },
  );

  it('a journal with a hole is damage, not an old ratchet', async () => {
    const { session, first } = await linked();
    first.holding.kill();
    await first.holding.ended;
    const [, entry] = await rows(session.id, 'J#');
    await context.table.db.send(
      new UpdateCommand({
        TableName: context.table.TableName,
        Key: { pk: entry?.['pk'], sk: entry?.['sk'] },
        UpdateExpression: 'SET n = :n',
        ExpressionAttributeValues: { ':n': 999 },
      }),
    );
    const second = await hold(context, session.id, first.held.worker);
    expect(await session.status('failed')).toMatchObject({ reason: 'credentials_damaged' });
    await second.holding.ended;
  });

  it('a text that was accepted for one account never leaves from the next', async () => {
    const { tenant, ada, bob, session, first } = await linked();
    await callControl(world.simulator, 'POST /faults', { number: ada.number, kind: 'silence', seconds: 60 });
    const id = await session.send(bob.number, 'for Ada’s eyes');
    await tenant.http.logoutSession(session.id);
    first.holding.ring();
    // WhatsApp says nothing any more: the logout is given up, and the session ends all the same.
    await session.status('logged_out');
    await session.messageStatus(id, 'failed');
    expect(await first.holding.ended).toBe('rested');

    const eve = await world.phone('Eve');
    const before = session.events.length;
    await tenant.http.startSession(session.id);
    const second = await hold(context, session.id);
    await eve.scan((await session.nextQr()).qrString);
    await session.status('connected', before);
    const later = await session.send(bob.number, 'from Eve');
    second.holding.ring();
    await session.messageStatus(later, 'delivered');
    expect((await bob.messages()).some(({ messageId }) => messageId === id)).toBe(false);
    second.holding.stop();
    await second.holding.ended;
  });

  it('stops within seconds though WhatsApp has gone silent', async () => {
    const { tenant, ada, session, first } = await linked();
    await callControl(world.simulator, 'POST /faults', { number: ada.number, kind: 'silence', seconds: 60 });
    const since = performance.now();
    await tenant.http.stopSession(session.id);
    first.holding.ring();
    await session.status('disconnected');
    expect(performance.now() - since).toBeLessThan(6_000);
    await first.holding.ended;
  });
});
