import { expect, it } from 'vitest';
import { createWorkerQueue } from '../../core/channels/bells.ts';
import { newWorkerId } from '../../core/model/ids.ts';
import { NOBODY } from '../../core/store/keys.ts';
import { listWorkers } from '../../core/store/workers.ts';
import type { Context } from '../../worker/context.ts';
import { planHandover } from '../../worker/handover.ts';
import { Worker } from '../../worker/worker.ts';
import type { Phone } from '../journeys/phone.ts';
import { World } from '../journeys/world.ts';
import { listenEvents } from '../simulator/controlClient.ts';
import { contextOf } from './inProcess.ts';

const start = (context: Context) => {
  const worker = new Worker(context, () => undefined);
  return { worker, run: worker.run() };
};

it('sessions go over as fast as the next owner connects them: each keeps its connection until its turn', async () => {
  await using world = await World.open({ workers: 0, workerEnvironment: { CONNECTS_PER_SECOND: '1' } });
  const tenant = await world.tenant();
  const first = start(contextOf(world));
  const phones: Phone[] = [];
  for (const name of ['Ada', 'Bea', 'Cleo', 'Dora']) {
    const phone = await world.phone(name);
    await world.linked(tenant, phone);
    phones.push(phone);
  }
  const other = start(contextOf(world));
  // Each has seen the other.
  const { table } = contextOf(world);
  const beats = async () => (await listWorkers(table)).map(({ beat }) => beat);
  await expect.poll(async () => (await beats()).filter((beat) => beat > 3)).toHaveLength(2);

  using over = new DisposableStack();
  const ended = over.adopt(new AbortController(), (controller) => controller.abort());
  const down = new Set<string>();
  const heard: { down: number; back: boolean }[] = [];
  for (const { number } of phones) {
    await listenEvents(`${world.simulator}/phones/${number}/events`, ended.signal, (event) => {
      if (event === 'disconnected') down.add(number);
      else if (event !== 'connected' || !down.delete(number)) return;
      heard.push({ down: down.size, back: event === 'connected' });
    });
  }
  await first.worker.stop();
  expect(await first.run).toBe(true);
  await expect.poll(() => heard.filter(({ back }) => back).length).toBe(phones.length);
  // One goes in 1.25 s, and takes a moment.
  expect(Math.max(...heard.map((one) => one.down))).toBeLessThan(phones.length);
  expect(other.worker.state.sessions).toBe(phones.length);
  ended.abort();
  await other.worker.stop();
  expect(await other.run).toBe(true);
});

it('what a worker has left is taken when it is gone, though its bells are lost', async () => {
  await using world = await World.open({ workers: 0 });
  const tenant = await world.tenant();
  const context = contextOf(world);
  const first = start(context);
  const session = await world.linked(tenant, await world.phone('Ada'));
  const nowhere = await createWorkerQueue(context.bells, 'keepline-local-nobody-', newWorkerId());
  context.bells.requestsUrl = nowhere;
  const other = start(contextOf(world));
  context.bells.queueUrls.set(other.worker.id, nowhere);
  await expect.poll(async () => (await listWorkers(context.table)).length).toBe(2);
  const before = session.events.length;
  await first.worker.stop();
  // Long before a sweep.
  await session.status('connected', before, 10_000);
  await other.worker.stop();
  expect(await Promise.all([first.run, other.run])).toEqual([true, true]);
});

it.each([
  { name: 'nobody takes them', takers: 0, givers: 1, sessions: 100, pace: Infinity },
  { name: 'one of two stops', takers: 1, givers: 1, sessions: 100, pace: 8 },
  { name: 'three of six stop, as in a deploy', takers: 3, givers: 3, sessions: 100, pace: 8 },
  { name: 'time is short', takers: 1, givers: 1, sessions: 1_600, pace: 20 },
])('how fast, when $name', ({ takers, givers, sessions, pace }) => {
  const some = Array.from({ length: takers }, () => ({ worker: newWorkerId(), room: 500 }));
  expect(planHandover(some, { givers, sessions, takerPace: 10 }).perSecond).toBeCloseTo(pace);
});

it('takers are told in turn, as long as they have room', () => {
  const [one, two] = [newWorkerId(), newWorkerId()];
  const takers = [
    { worker: one, room: 1 },
    { worker: two, room: 3 },
  ];
  const { next } = planHandover(takers, { givers: 1, sessions: 10, takerPace: 10 });
  expect(Array.from({ length: 6 }, next)).toEqual([one, two, two, two, NOBODY, NOBODY]);
});
