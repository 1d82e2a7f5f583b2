import { afterEach, expect, test } from 'vitest';
import { Health } from '../../core/model/http.ts';
import { newWorkerId } from '../../core/model/ids.ts';
import { claimSession } from '../../core/store/ownership.ts';
import { beat, registerWorker, removeWorker } from '../../core/store/workers.ts';
import { useApi } from './useApi.ts';

const api = useApi();
const started: ReturnType<typeof newWorkerId>[] = [];

afterEach(async () => {
  for (const id of started.splice(0)) await removeWorker(api().table, id);
});

/** A worker that has been up for two minutes, and has just told how it is. */
async function newWorker(load = {}) {
  const { table, now } = api();
  const id = newWorkerId();
  started.push(id);
  const startedAt = new Date(now() - 120_000).toISOString();
  await registerWorker(table, { id, queueUrl: 'http://127.0.0.1/q', startedAt, beat: 0, sessions: 0 });
  await beat(table, id, { sessions: 0, beatAt: new Date(now()).toISOString(), ...load });
  return id;
}

/** Later, so that what was found before is not good any more. */
async function health(path = '/health', laterMs = 10_000) {
  api().clock.aheadMs += laterMs;
  const { status, json } = await api().http('GET', path);
  return { http: status, ...Health.parse(json) };
}

test.each(['/health', '/api/health'])(
  '%s is degraded until a worker is there, and tells what the workers tell',
  async (path) => {
    expect(await health(path)).toMatchObject({ http: 200, status: 'degraded', workers: { up: 0 } });
    await newWorker({ sessions: 7, connected: 4, qrCodes: 1, problematic: 2, memoryBytes: 300 });
    await newWorker({ sessions: 1, connected: 1, memoryBytes: 500, stopping: true });
    const found = await health(path);
    expect(found).toMatchObject({
      status: 'healthy',
      version: expect.stringMatching(/^\d+\./) as string,
      sessions: { active: 8, connected: 5, qr_codes: 1, problematic: 2 },
      workers: { up: 1, stopping: 1, silent: 0 },
      memory: { used: 800, largest: 500 },
      storage: { type: 'dynamodb', connected: true },
      requests: { waiting: 0, oldest: 0 },
    });
    expect(found.uptime).toBeGreaterThanOrEqual(120);
  },
);

test('workers that fell silent all at once are not counted, though nobody is left to declare them dead', async () => {
  await newWorker({ sessions: 3 });
  expect(await health()).toMatchObject({ status: 'healthy' });
  expect(await health('/health', 60_000)).toMatchObject({
    status: 'degraded',
    sessions: { active: 0 },
    workers: { up: 0, silent: 1 },
  });
});

test('a session that no worker takes up is seen by how long it waits, and one that was taken up is not', async () => {
  await newWorker();
  const { http, token, table, clock } = api();
  const { json } = await http('POST', '/api/sessions', { token: await token('waits'), body: {} });
  clock.aheadMs += 90_000;
  const worker = await newWorker();
  const found = await health();
  expect(found).toMatchObject({ status: 'degraded', requests: { waiting: 1 } });
  expect(found.requests.oldest).toBeGreaterThan(60);
  await claimSession(table, (json as { id: never }).id, worker);
  expect(await health()).toMatchObject({ status: 'healthy', requests: { waiting: 0, oldest: 0 } });
});

test('is asked of the table once in a while, however many ask', async () => {
  const { aheadMs } = api().clock;
  expect(await health()).toMatchObject({ workers: { up: 0 } });
  await newWorker();
  expect(await health('/api/health', 0)).toMatchObject({ workers: { up: 0 } });
  expect(api().clock.aheadMs).toBeGreaterThan(aheadMs);
});
