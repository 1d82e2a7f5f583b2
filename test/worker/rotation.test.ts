import { CreateKeyCommand, DisableKeyCommand } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SessionId } from '../../core/model/ids.ts';
import { readCheckpoint } from '../../core/store/checkpoint.ts';
import { queryPrefix } from '../../core/store/query.ts';
import type { Call, Disturbance } from '../../local/traffic/traffic.ts';
import type { Context } from '../../worker/context.ts';
import type { Phone } from '../journeys/phone.ts';
import type { WatchedSession } from '../journeys/watchedSession.ts';
import { World } from '../journeys/world.ts';
import { contextOf, hold, linkedAndHeld } from './inProcess.ts';

/** The data keys of a session that stand. */
const keysOf = ({ table }: Context, id: string) => queryPrefix(table, { pk: `S#${id}`, skPrefix: 'key#' });

/** @param ring tells the owner, where no worker hears the bell */
async function talks(session: WatchedSession, owner: Phone, other: Phone, text: string, ring = () => {}) {
  await other.writes(owner.number, `${text}?`);
  await session.receives(`${text}?`);
  await session.send(other.number, `${text}!`);
  ring();
  await other.shows(`${text}!`);
}

describe('in a worker', () => {
  let world: World;
  let context: Context;
  beforeAll(async () => {
    world = await World.open();
    context = contextOf(world);
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it('another KMS key takes over from the old one, which is not needed any more then; nobody scans again', async () => {
    const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
    const session = await world.linked(await world.tenant(), ada);
    await talks(session, ada, bob, 'under the old key');
    const [worker] = world.stack.workers;
    const [old, ...more] = await keysOf(context, session.id);
    expect(more).toEqual([]);

    // An operator makes another key and deploys its id: the worker's next process has it.
    const { client: kms } = await context.vault.kms();
    const { KeyMetadata } = await kms.send(new CreateKeyCommand());
    Object.assign(world.stack.aws, { KMS_KEY_ID: KeyMetadata?.KeyId });
    const killed = session.events.length;
    worker?.kill('SIGKILL');
    await session.status('connected', killed);
    await expect
      .poll(async () => (await keysOf(context, session.id)).map(({ wrappedBy }) => wrappedBy), { timeout: 10_000 })
      .toEqual([KeyMetadata?.Arn]);
    await talks(session, ada, bob, 'under the new key');

    await kms.send(new DisableKeyCommand({ KeyId: String(old?.['wrappedBy']) }));
    const killedAgain = session.events.length;
    worker?.kill('SIGKILL');
    await session.status('connected', killedAgain);
    await talks(session, ada, bob, 'without the old key');
    expect(session.qrs).toHaveLength(1);
    expect(await world.stats()).toMatchObject({ undecryptable: 0, ratchetReuses: 0, clientRetries: 0 });
  });
});

describe('in the hands of a test', () => {
  let world: World;
  let context: Context;
  /** Counts the keys that were not destroyed; undefined where they may be. */
  let kept: number | undefined;
  const disturb = ({ action, target }: Call): Disturbance | undefined => {
    if (kept === undefined || action !== 'DeleteItem' || !target.sk?.startsWith('key#')) return undefined;
    kept += 1;
    return { kind: 'error', status: 400, code: 'AccessDeniedException' };
  };
  beforeAll(async () => {
    world = await World.open({ workers: 0, traffic: { disturb } });
    context = contextOf(world);
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const outdating = (): Context => ({ ...context, config: { ...context.config, DATA_KEY_DAYS: 1e-9 } });

  it('a data key that has served its days is replaced on the next claim, while the session runs', async () => {
    const { session, ada, bob, first } = await linkedAndHeld(world, context);
    const id = SessionId.parse(session.id);
    first.holding.stop();
    await first.holding.ended;
    const given = session.events.length;
    const second = await hold(outdating(), session.id);
    await expect
      .poll(async () => (await keysOf(context, id)).map(({ sk }) => sk), { timeout: 10_000 })
      .not.toContain('key#000000000001');
    await session.status('connected', given);
    await talks(session, ada, bob, 'renewed', () => second.holding.ring());
    // What no claim will need any more is overwritten, too.
    await expect
      .poll(async () => (await readCheckpoint(context.table, id, async () => undefined))?.generation)
      .toBeGreaterThan(1);
    second.holding.kill();
    await second.holding.ended;

    const killed = session.events.length;
    const third = await hold(context, session.id, second.held.worker);
    await session.status('connected', killed);
    await talks(session, ada, bob, 'read back', () => third.holding.ring());
    expect(session.qrs).toHaveLength(1);
    third.holding.stop();
    await third.holding.ended;
  });

  it('a key that a crash has left standing goes with the next claim', async () => {
    const { session, ada, bob, first } = await linkedAndHeld(world, context);
    first.holding.stop();
    await first.holding.ended;
    kept = 0;
    const second = await hold(outdating(), session.id);
    await expect.poll(() => kept, { timeout: 10_000 }).toBe(1);
    second.holding.kill();
    await second.holding.ended;
    expect(await keysOf(context, session.id)).toHaveLength(2);

    kept = undefined;
    const before = session.events.length;
    const third = await hold(context, session.id, second.held.worker);
    await session.status('connected', before);
    await talks(session, ada, bob, 'healed', () => third.holding.ring());
    await expect
      .poll(async () => (await keysOf(context, session.id)).map(({ sk }) => sk))
      .toEqual(['key#000000000002']);
    third.holding.stop();
    await third.holding.ended;
  });

  it('where KMS makes no new key, the session goes on under the old one', async () => {
    const { session, ada, bob, first } = await linkedAndHeld(world, context);
    first.holding.stop();
    await first.holding.ended;
    const moved = { ...context, vault: { ...context.vault, keyId: crypto.randomUUID() } };
    const given = session.events.length;
    const second = await hold(moved, session.id);
    await session.status('connected', given);
    await talks(session, ada, bob, 'still here', () => second.holding.ring());
    expect(await keysOf(context, session.id)).toHaveLength(1);
    second.holding.stop();
    expect(await second.holding.ended).toBe('released');
  });
});
