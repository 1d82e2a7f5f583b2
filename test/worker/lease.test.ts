import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SessionId } from '../../core/model/ids.ts';
import { readEntries } from '../../core/store/journal.ts';
import { getSession } from '../../core/store/sessions.ts';
import type { Supervised } from '../../local/process/supervise.ts';
import type { AnsweredCall, Disturbance } from '../../local/traffic/traffic.ts';
import type { Context } from '../../worker/context.ts';
import { listenEvents } from '../simulator/controlClient.ts';
import { World } from '../journeys/world.ts';
import { contextOf } from './inProcess.ts';
import { useDisturbance } from './useDisturbance.ts';

describe('a worker without its lease', () => {
  let world: World;
  let context: Context;
  const aws = useDisturbance();
  /** Heartbeats and declarations of death. */
  const onWorkers: AnsweredCall[] = [];
  const observe = (call: AnsweredCall) => {
    if (call.target.pk === 'W' && call.action === 'UpdateItem') onWorkers.push(call);
  };
  const over = new AbortController();
  beforeAll(async () => {
    world = await World.open({ workers: 2, traffic: { ...aws.traffic, observe } });
    context = contextOf(world);
  });
  afterAll(async () => {
    over.abort();
    await world[Symbol.asyncDispose]();
  });

  /** Filled once the process that runs now has ended. */
  function endOf(worker: Supervised): { code?: number | null } {
    const end: { code?: number | null } = {};
    void worker.exited.then(({ code }) => Object.assign(end, { code }));
    return end;
  }

  /** A linked session with its owner, and when its phone's account lost and got devices. */
  async function linked() {
    const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
    const session = await world.linked(await world.tenant(), ada);
    const id = SessionId.parse(session.id);
    const owner = (await getSession(context.table, id))?.owner ?? '';
    const beats = () => onWorkers.filter(({ target, status }) => target.sk === owner && status === 200);
    await expect.poll(() => beats().length).toBeGreaterThan(0);
    const caller = beats()[0]?.caller ?? '';
    const heard: { event: string; at: number }[] = [];
    for (const { number } of [ada, bob]) {
      await listenEvents(`${world.simulator}/phones/${number}/events`, over.signal, (event) =>
        heard.push({ event, at: performance.now() }),
      );
    }
    const first = (event: string) => heard.find((one) => one.event === event)?.at;
    const worker = world.stack.workers[Number(caller.slice('worker-'.length)) - 1];
    if (!worker) throw new Error(`there is no ${caller}`);
    return { ada, bob, session, id, owner, caller, worker, first };
  }

  it.each<[string, Disturbance]>([
    ['throttled', { kind: 'error', status: 400, code: 'ThrottlingException' }],
    ['not answered', { kind: 'hang', done: false }],
  ])('closes its sockets before it can be declared dead: renewals are %s', async (_, disturbance) => {
    const { ada, bob, session, owner, caller, worker, first } = await linked();
    const supersessions = (await world.stats())['supersessions'];
    const from = session.events.length;
    const end = endOf(worker);
    const declared = () =>
      onWorkers.find((call) => call.target.sk === owner && call.caller !== caller && call.status === 200)?.startedAt;
    aws.disturb = (call) =>
      call.caller === caller && call.action === 'UpdateItem' && call.target.sk === owner ? disturbance : undefined;

    await expect.poll(declared, { timeout: 20_000 }).toBeDefined();
    expect(first('disconnected') ?? Infinity).toBeLessThan(declared() ?? 0);
    await expect.poll(() => end).toMatchObject({ code: 1 });
    await session.status('connected', from);
    expect((await world.stats())['supersessions']).toBe(supersessions);
    await bob.writes(ada.number, 'to the next owner');
    await session.receives('to the next owner');
  });

  it('keeps its sessions though each renewal is answered late', async () => {
    const { owner, caller, worker, first } = await linked();
    const end = endOf(worker);
    const late = () => onWorkers.filter((call) => call.target.sk === owner && call.startedAt > from).length;
    const from = performance.now();
    aws.disturb = (call) =>
      call.caller === caller && call.action === 'UpdateItem' && call.target.sk === owner
        ? { kind: 'delay', ms: 1_900 }
        : undefined;
    await expect.poll(late, { timeout: 20_000 }).toBeGreaterThan(6);
    expect(end).toEqual({});
    expect(first('disconnected')).toBeUndefined();
  });

  it('lets nothing leave when it wakes up', async () => {
    const { ada, bob, session, id, worker, first } = await linked();
    const texts = () => bob.messages().then((all) => all.map(({ content }) => content.text));
    const end = endOf(worker);
    const stoppedAt = performance.now();
    worker.kill('SIGSTOP');
    await bob.writes(ada.number, 'while it stood still');
    await session.send(bob.number, 'asked while it stood still');
    // Longer than a lease, shorter than a death: its socket is still good when it goes on.
    await expect.poll(() => performance.now() - stoppedAt, { timeout: 10_000, interval: 50 }).toBeGreaterThan(4_000);
    expect(await texts()).toEqual(['while it stood still']);
    worker.kill('SIGCONT');

    await expect.poll(() => end.code).toBe(1);
    await session.receives('while it stood still');
    await bob.shows('asked while it stood still');
    // The receipt of the one and the other text: both from the next owner.
    expect(first('status')).toBeGreaterThan(first('disconnected') ?? Infinity);
    const entries = await readEntries(context.table, id, 0, async () => undefined);
    const epochs = entries.flatMap(({ epoch, events }) =>
      events.some(({ type }) => type === 'message_received' || type === 'message_sent') ? [epoch] : [],
    );
    expect(new Set(epochs)).toEqual(new Set([2]));
    expect(await world.stats()).toMatchObject({ supersededStanzas: 0, undecryptable: 0, ratchetReuses: 0 });
  });
});
