import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Call, Disturbance } from '../../local/traffic/traffic.ts';
import type { Context } from '../../worker/context.ts';
import { World } from '../journeys/world.ts';
import { contextOf, hold, linkedAndHeld } from './inProcess.ts';
import { useDisturbance } from './useDisturbance.ts';

const REFUSED: Disturbance = { kind: 'error', status: 400, code: 'ValidationException' };
const isEntry = ({ action, target }: Call) => action === 'PutItem' && target.sk?.startsWith('J#') === true;

describe('an entry that the store will never take', () => {
  let world: World;
  let context: Context;
  const aws = useDisturbance();
  beforeAll(async () => {
    world = await World.open({ workers: 0, traffic: aws.traffic });
    context = contextOf(world);
  });
  afterAll(() => world[Symbol.asyncDispose]());

  /** Refuses the next entry of a journal. */
  const refuseNext = () => {
    aws.disturb = (call) => {
      if (!isEntry(call)) return undefined;
      aws.disturb = undefined;
      return REFUSED;
    };
  };

  it('ends the session in a state that tells; nothing of it was confirmed, and all of it comes after a start', async () => {
    const { tenant, ada, bob, session, first } = await linkedAndHeld(world, context);
    await bob.writes(ada.number, 'kept');
    await session.receives('kept');
    refuseNext();
    const id = await bob.writes(ada.number, 'not kept at first');
    expect(await session.status('failed')).toMatchObject({
      reason: 'storage_refused',
      userAction: expect.stringMatching(/start again/i),
    });
    expect(await first.holding.ended).toBe('rested');
    expect((await tenant.http.getSession(session.id)).status).toBe('failed');
    expect((await bob.messages()).find(({ messageId }) => messageId === id)?.status).toBe('pending');

    const before = session.events.length;
    await tenant.http.startSession(session.id);
    const second = await hold(context, session.id);
    await session.status('connected', before);
    await session.receives('not kept at first');
    await session.send(bob.number, 'and on');
    second.holding.ring();
    await bob.shows('and on');
    const texts = session.received.map(({ content }) => content.type === 'text' && content.text);
    expect(texts).toEqual(['kept', 'not kept at first']);
    expect(session.qrs).toHaveLength(1);
    expect(await world.stats()).toMatchObject({ undecryptable: 0, ratchetReuses: 0 });
    second.holding.stop();
    await second.holding.ended;
  });

  it('leaves the credentials as they were where it was to begin a generation', async () => {
    const { tenant, session, first } = await linkedAndHeld(world, context);
    first.holding.stop();
    await first.holding.ended;
    aws.disturb = ({ action, target }) => {
      // The new data key is made right before the entry that it seals.
      if (action === 'PutItem' && target.sk === 'key#000000000002') refuseNext();
      return undefined;
    };
    const outdating = { ...context, config: { ...context.config, DATA_KEY_DAYS: 1e-9 } };
    const second = await hold(outdating, session.id);
    expect(await session.status('failed')).toMatchObject({ reason: 'storage_refused' });
    expect(await second.holding.ended).toBe('rested');

    const before = session.events.length;
    await tenant.http.startSession(session.id);
    const third = await hold(context, session.id);
    await session.status('connected', before);
    expect(session.qrs).toHaveLength(1);
    third.holding.stop();
    await third.holding.ended;
  });
});
