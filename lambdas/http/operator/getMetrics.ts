import {
  GetMetrics,
  MetricsAnswer,
  type MetricsPoint,
  type ChartRange,
  RANGE_SECONDS,
  RANGES,
} from '../../../core/model/charts.ts';
import type { MetricName } from '../../../core/model/metrics.ts';
import type { MetricQuery } from '../../../core/store/metrics.ts';
import type { Table } from '../../../core/store/table.ts';
import type { Context } from '../../context.ts';
import { livingWorkers } from '../../operations/operated.ts';
import { requireAdmin } from '../../operations/requireAdmin.ts';
import { json } from '../answer.ts';
import type { Call, HttpResult } from '../call.ts';
import { queryOf } from '../request.ts';

/** CloudWatch takes money for each metric that is read: however many look, one container asks this seldom. */
const KEPT_MS = 10_000;
/** A line may take so long to reach CloudWatch. */
const LATE_SECONDS = 120;

/** Each worker tells its own, once a line. */
const HELD = {
  sessions: ['Sessions'],
  connected: ['Connected'],
  problematic: ['Problematic'],
  waiting: ['WaitingToConnect', 'WaitingToPair'],
  waitingForPhone: ['WaitingForPhone'],
  reconnecting: ['Reconnecting'],
} as const satisfies Partial<Record<keyof MetricsPoint, MetricName[]>>;
const COUNTED = {
  pairings: 'Pairings',
  connectionsLost: 'ConnectionsLost',
  loggedOut: 'LoggedOut',
  messagesSent: 'MessagesSent',
  messagesReceived: 'MessagesReceived',
  messagesFailed: 'MessagesFailed',
} as const satisfies Partial<Record<keyof MetricsPoint, MetricName>>;
const TIMED = {
  timeToQr: ['TimeToQr', 'p50'],
  timeToQrP95: ['TimeToQr', 'p95'],
  timeToReady: ['TimeToReady', 'p50'],
  timeToReadyP95: ['TimeToReady', 'p95'],
  sendTime: ['SendTime', 'p50'],
  sendTimeP95: ['SendTime', 'p95'],
} as const satisfies Partial<Record<keyof MetricsPoint, [MetricName, MetricQuery['statistic']]>>;

const query = (name: MetricName, statistic: MetricQuery['statistic']): MetricQuery => ({ name, statistic });
const QUERIES = [
  query('Sessions', 'SampleCount'),
  ...Object.values(HELD).flatMap((names) => names.map((name) => query(name, 'Average'))),
  ...Object.values(COUNTED).map((name) => query(name, 'Sum')),
  ...Object.values(TIMED).map(([name, statistic]) => query(name, statistic)),
];

/** By what is the same for all requests. */
const known = new WeakMap<Table, Map<ChartRange, { at: number; answer: Promise<MetricsAnswer> }>>();

/** GET /api/metrics: the whole deployment over time. */
export async function getMetrics({ context, event, principal }: Call): Promise<HttpResult> {
  requireAdmin(principal);
  const { range } = queryOf(GetMetrics, event);
  const kept = known.get(context.table) ?? new Map<ChartRange, { at: number; answer: Promise<MetricsAnswer> }>();
  known.set(context.table, kept);
  const now = context.now();
  let newest = kept.get(range);
  if (!newest || Math.abs(now - newest.at) > KEPT_MS) {
    newest = { at: now, answer: look(context, range, now) };
    kept.set(range, newest);
    newest.answer.catch(() => kept.delete(range));
  }
  return json(200, MetricsAnswer, await newest.answer);
}

async function look(context: Context, range: ChartRange, now: number): Promise<MetricsAnswer> {
  const { metricsSeconds } = context;
  const { readMetrics } = await import('../../../core/store/metrics.ts');
  const periodSeconds = RANGES[range];
  const until = (Math.floor(now / 1000 / periodSeconds) + 1) * periodSeconds;
  const since = until - RANGE_SECONDS[range];
  const [found, living] = await Promise.all([
    readMetrics(await context.metrics(), QUERIES, { since, until, periodSeconds }),
    livingWorkers(context),
  ]);
  const values = new Map(QUERIES.map(({ name, statistic }, i) => [`${name} ${statistic}`, found[i]]));
  const valueAt = (at: number, name: MetricName, statistic: string) => values.get(`${name} ${statistic}`)?.get(at);

  /** How many workers told something. For what is newest some lines are still on their way. */
  const workersAt = (at: number) => {
    const settled = at + periodSeconds + LATE_SECONDS < now / 1000;
    return settled ? ((valueAt(at, 'Sessions', 'SampleCount') ?? 0) * metricsSeconds) / periodSeconds : living.size;
  };
  const heldAt = (at: number, names: readonly MetricName[]) => {
    const each = names.map((name) => valueAt(at, name, 'Average')).filter((value) => value !== undefined);
    if (each.length === 0) return undefined;
    return Math.round(each.reduce((sum, value) => sum + value, 0) * workersAt(at));
  };
  const pointAt = (at: number): MetricsPoint => ({
    at: new Date(at * 1000).toISOString(),
    ...mapped(HELD, (names) => heldAt(at, names)),
    ...mapped(COUNTED, (name) => valueAt(at, name, 'Sum')),
    ...mapped(TIMED, ([name, statistic]) => rounded(valueAt(at, name, statistic))),
  });
  const count = RANGE_SECONDS[range] / periodSeconds;
  return { range, periodSeconds, points: Array.from({ length: count }, (_, i) => pointAt(since + i * periodSeconds)) };
}

const mapped = <K extends string, V, R>(record: Record<K, V>, of: (value: V) => R): Record<K, R> =>
  Object.fromEntries(Object.entries<V>(record).map(([key, value]) => [key, of(value)])) as Record<K, R>;

const rounded = (value: number | undefined) => (value === undefined ? undefined : Math.round(value));
