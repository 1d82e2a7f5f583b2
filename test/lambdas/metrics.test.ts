/** What workers print of themselves, as operators get it to see. */
import { beforeEach, expect, test } from 'vitest';
import { MetricsAnswer, type MetricsPoint } from '../../core/model/charts.ts';
import { embeddedMetrics, type Metrics } from '../../core/model/metrics.ts';
import { newWorkerId } from '../../core/model/ids.ts';
import { beat, registerWorker } from '../../core/store/workers.ts';
import { useApi } from './useApi.ts';

const api = useApi();
const MINUTE = 60_000;
// What is told and asked in a test is so within a minute.
beforeEach(() => {
  const { clock, now } = api();
  clock.aheadMs += MINUTE - (now() % MINUTE) + 10_000;
});
const admin = () => api().token(`tenant-${crypto.randomUUID()}`, { groups: ['admin'] });

/** A worker's line of so many minutes ago. */
function print(minutesAgo: number, metrics: Metrics): void {
  const namespace = api().context.metricsNamespace;
  const line = embeddedMetrics(namespace, metrics, api().now() - minutesAgo * MINUTE);
  api().cloudwatch.hear(JSON.stringify({ level: 30, msg: 'metrics', ...line }));
}

async function ask(range = '1h'): Promise<MetricsAnswer> {
  // What was asked a moment ago is not asked again.
  api().clock.aheadMs += 11_000;
  const { status, json } = await api().http('GET', `/api/metrics?range=${range}`, { token: await admin() });
  expect(status).toBe(200);
  return MetricsAnswer.parse(json);
}

const told = (points: MetricsPoint[]) => points.filter(({ sessions }) => sessions !== undefined);

test('what two workers told adds up, times by their middle and their slowest', async () => {
  for (const held of [3, 4]) {
    const waiting = { WaitingToConnect: 1, WaitingToPair: 2, WaitingForPhone: 3 };
    print(10, { Sessions: held, Connected: 2, Reconnecting: 1, Problematic: 0, ...waiting });
  }
  print(10, { Pairings: 1, LoggedOut: 2, MessagesSent: 5, MessagesFailed: 0, SendTime: [100, 200, 900] });
  print(10, { Pairings: 2, MessagesSent: 7, TimeToQr: [250] });
  const { points, periodSeconds } = await ask();
  expect([points.length, periodSeconds]).toEqual([60, 60]);
  const [point, ...more] = told(points);
  expect(more).toEqual([]);
  expect(point).toMatchObject({ sessions: 7, connected: 4, problematic: 0, waiting: 6 });
  expect(point).toMatchObject({ waitingForPhone: 6, reconnecting: 2 });
  expect(point).toMatchObject({ pairings: 3, loggedOut: 2, messagesSent: 12, messagesFailed: 0 });
  expect(point).toMatchObject({ sendTime: 200, sendTimeP95: 900, timeToQr: 250, timeToQrP95: 250 });
  expect(point).not.toHaveProperty('timeToReady');
  expect(point).not.toHaveProperty('messagesReceived');
});

test('over a longer time sessions are as many as there were, and messages all that there were', async () => {
  for (let minute = 300; minute < 320; minute++) print(minute, { Sessions: 6, MessagesReceived: 1 });
  const { points } = await ask('6h');
  const then = told(points).filter(({ at }) => api().now() - Date.parse(at) > 290 * MINUTE);
  expect(Math.max(...then.map(({ sessions = 0 }) => sessions))).toBe(6);
  expect(then.reduce((sum, { messagesReceived = 0 }) => sum + messagesReceived, 0)).toBe(20);
});

test('the newest lines count for the workers that are up, though some are still on their way', async () => {
  const { table, now } = api();
  for (let i = 0; i < 3; i++) {
    const id = newWorkerId();
    const startedAt = new Date(now()).toISOString();
    await registerWorker(table, { id, queueUrl: 'http://127.0.0.1/q', startedAt, beat: 0, sessions: 0 });
    await beat(table, id, { sessions: 0, beatAt: startedAt });
  }
  print(0, { Sessions: 5 });
  expect((await ask()).points.at(-1)).toMatchObject({ sessions: 15 });
});

test('however many look, CloudWatch is asked once in ten seconds', async () => {
  const before = await ask('24h');
  print(30, { Pairings: 1000 });
  const { json } = await api().http('GET', '/api/metrics?range=24h', { token: await admin() });
  expect(json).toEqual(before);
  expect((await ask('24h')).points.map(({ pairings }) => pairings)).toContain(1000);
});

test('a range that there is not is refused by name', async () => {
  for (const query of ['range=1y', 'hours=3']) {
    const { status, json } = await api().http('GET', `/api/metrics?${query}`, { token: await admin() });
    expect([status, JSON.stringify(json)]).toEqual([400, expect.stringContaining(query.split('=')[0] ?? '')]);
  }
});
