import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Call, Disturbance } from '../../local/traffic/traffic.ts';
import type { Phone } from '../journeys/phone.ts';
import type { WatchedSession } from '../journeys/watchedSession.ts';
import { type Tenant, World } from '../journeys/world.ts';

/** The store takes no journal entry while this is on. */
let refusing = false;
/** Resolves when the worker has tried to commit, and was refused. */
let refused = Promise.withResolvers<void>();

function disturb({ action, caller, target }: Call): Disturbance | undefined {
  const isEntry = action === 'PutItem' && caller.startsWith('worker') && target.sk?.startsWith('J#');
  if (!refusing || !isEntry) return undefined;
  refused.resolve();
  return { kind: 'error', status: 400, code: 'ProvisionedThroughputExceededException' };
}

function refuse(): Promise<void> {
  refused = Promise.withResolvers();
  refusing = true;
  return refused.promise;
}

describe('nothing leaves before it is durable', () => {
  let world: World;
  let tenant: Tenant;
  let session: WatchedSession;
  let ada: Phone;
  let bob: Phone;
  beforeAll(async () => {
    world = await World.open({ traffic: { disturb } });
    tenant = await world.tenant();
    [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
    session = await world.linked(tenant, ada);
    // Until its last status is told: no commit of it may be taken for one of the tests'.
    await session.messageStatus(await session.send(bob.number, 'warm up'), 'delivered');
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it('a text waits for the store, and is sent once it is back', async () => {
    const commit = refuse();
    const id = await session.send(bob.number, 'not yet durable');
    await commit;
    // The worker has encrypted it and tried to commit: what was not gated would have been quicker than the refusals.
    const another = await world.phone('Carl');
    await another.writes(bob.number, 'meanwhile');
    await bob.shows('meanwhile');
    expect((await bob.messages()).some(({ messageId }) => messageId === id)).toBe(false);
    refusing = false;
    expect((await bob.shows('not yet durable')).messageId).toBe(id);
    await session.messageStatus(id, 'delivered');
  });

  it('a received text is not receipted before it is kept', async () => {
    const commit = refuse();
    const id = await bob.writes(ada.number, 'not yet kept');
    await commit;
    const receipted = (messages: { messageId: string; status?: string }[]) =>
      messages.find(({ messageId, status }) => messageId === id && status === 'delivered');
    expect(receipted(await bob.messages())).toBeUndefined();
    refusing = false;
    await session.receives('not yet kept');
    await bob.until('the receipt', receipted);
  });

  it('what was neither durable nor sent when the worker dies is sent by the next one, and can be read', async () => {
    const commit = refuse();
    const id = await session.send(bob.number, 'lost with the worker');
    await commit;
    world.stack.workers[0]?.kill('SIGKILL');
    refusing = false;
    expect((await bob.shows('lost with the worker')).messageId).toBe(id);
    expect(await world.stats()).toMatchObject({ ratchetReuses: 0, decryptFailures: 0, duplicates: 0 });
  });
});
