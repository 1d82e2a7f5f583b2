import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listWorkers } from '../../core/store/workers.ts';
import { World } from '../journeys/world.ts';
import type { WatchedSession } from '../journeys/watchedSession.ts';
import { Worker } from '../../worker/worker.ts';
import { contextOf } from './inProcess.ts';

const isWaiting = (session: WatchedSession) =>
  session.until('waiting for its turn', () =>
    session.events.find((event) => event.type === 'status_update' && event.reason === 'waiting_for_turn'),
  );

describe('so many phones are linked at a time', () => {
  it('the next one has its turn when one is through, first come first served, and says meanwhile that it waits', async () => {
    await using world = await World.open({ workerEnvironment: { MAX_PAIRINGS: '1' } });
    const tenant = await world.tenant();
    const { table } = contextOf(world);
    const counts = async () => (await listWorkers(table))[0];
    const ada = await world.phone('Ada');
    const first = await world.session(tenant, 'first');
    const { qrString } = await first.nextQr();
    const second = await world.session(tenant, 'second');
    await isWaiting(second);
    const third = await world.session(tenant, 'third');
    expect(await isWaiting(third)).toMatchObject({ status: 'pending' });
    const fourth = await world.session(tenant, 'fourth');
    await isWaiting(fourth);
    await expect.poll(counts).toMatchObject({ sessions: 4, pairings: 1, waitingToPair: 3 });
    // The row follows the event.
    const row = () => tenant.http.getSession(third.id);
    await expect.poll(row).toMatchObject({ status: 'pending', reason: 'waiting_for_turn' });

    await ada.scan(qrString);
    await first.status('connected');
    await second.nextQr();
    expect(third.qrs).toEqual([]);
    // Who does not want to wait any more does not hold up who comes after.
    await tenant.http.stopSession(third.id);
    await third.status('disconnected');
    await tenant.http.stopSession(second.id);
    await fourth.nextQr();
    expect(third.qrs).toEqual([]);
    await expect.poll(counts).toMatchObject({ sessions: 2, connected: 1, pairings: 1, waitingToPair: 0 });
  });

  it('who waits goes to another worker that has room', async () => {
    await using world = await World.open({ workers: 0, workerEnvironment: { MAX_PAIRINGS: '1' } });
    const tenant = await world.tenant();
    const one = new Worker(contextOf(world), () => undefined);
    const running = [one.run()];
    const first = await world.session(tenant, 'first');
    await first.nextQr();
    const second = await world.session(tenant, 'second');
    await isWaiting(second);

    const other = new Worker(contextOf(world), () => undefined);
    running.push(other.run());
    await second.nextQr();
    expect([one.state, other.state]).toMatchObject([
      { sessions: 1, pairings: 1, waitingToPair: 0 },
      { sessions: 1, pairings: 1, waitingToPair: 0 },
    ]);
    expect(first.statuses.at(-1)).toBe('qr_ready');
    await Promise.all([one.stop(), other.stop()]);
    expect(await Promise.all(running)).toEqual([true, true]);
  });
});

it('a restore says how far it is, that it begins, and how long it took', async () => {
  await using world = await World.open({ workerEnvironment: { CONNECTS_PER_SECOND: '0.25' } });
  const tenant = await world.tenant();
  const sessions: WatchedSession[] = [];
  for (const name of ['Ada', 'Bea', 'Cleo']) sessions.push(await world.linked(tenant, await world.phone(name)));
  const before = sessions.map(({ events }) => events.length);
  const { table } = contextOf(world);
  const [old] = await listWorkers(table);
  world.stack.workers[0]?.kill('SIGKILL');
  const restorer = async () => (await listWorkers(table)).find(({ id }) => id !== old?.id);
  await expect
    .poll(async () => (await restorer())?.waitingToConnect, { timeout: 30_000, interval: 100 })
    .toBeGreaterThan(0);
  await Promise.all(sessions.map((session, i) => session.status('connected', before[i])));
  await expect
    .poll(restorer)
    .toMatchObject({ sessions: 3, connected: 3, waitingToConnect: 0, pairings: 0, waitingToPair: 0 });

  const lines = async () => {
    const log = await readFile(join(world.stateDir, 'logs/worker-1.log'), 'utf8');
    const whole = log.slice(0, log.lastIndexOf('\n')).split('\n');
    return whole
      .filter((line) => line.includes('a restore'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  };
  await expect
    .poll(lines)
    .toMatchObject([{ msg: 'a restore begins' }, { msg: 'a restore is done', sessions: 3, connected: 3 }]);
  // The last one had to wait for its turn.
  expect((await lines())[1]?.['ms']).toBeGreaterThan(3_500);
});
