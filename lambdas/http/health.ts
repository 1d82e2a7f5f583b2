import type * as z from 'zod';
import { Health } from '../../core/model/http.ts';
import type { Table } from '../../core/store/table.ts';
import { waitingSessions } from '../../core/store/waiting.ts';
import { isAlive, listWorkers, type WorkerRow } from '../../core/store/workers.ts';
import type { Context } from '../context.ts';
import { version } from '../version.ts';
import { json } from './answer.ts';
import type { HttpResult } from './call.ts';

type Health = z.infer<typeof Health>;

/** Whoever asks how often, the table is asked this seldom by one container. */
const KEPT_MS = 3_000;
/** A session that nobody takes up for so long is a sign that there are too few workers. */
const PATIENCE_SECONDS = 60;

/** By what is the same for all requests. */
const known = new WeakMap<Table, { at: number; health: Promise<Health> }>();

/** GET /health and GET /api/health, for everybody: numbers of the whole deployment, and nothing of anybody's. */
export async function health(context: Context): Promise<HttpResult> {
  const now = context.now();
  let newest = known.get(context.table);
  if (!newest || Math.abs(now - newest.at) > KEPT_MS) {
    newest = { at: now, health: look(context, now) };
    known.set(context.table, newest);
  }
  const found = await newest.health;
  return json(found.status === 'unhealthy' ? 503 : 200, Health, found);
}

/** Degraded when sessions are not served as they should, unhealthy when the table does not answer. */
async function look({ table, log }: Context, now: number): Promise<Health> {
  try {
    const [workers, { waiting, since }] = await Promise.all([listWorkers(table), waitingSessions(table)]);
    const oldest = since ? secondsSince(since, now) : 0;
    const up = workers.filter((worker) => isAlive(worker, now));
    const staying = up.filter(({ stopping }) => !stopping).length;
    const fine = staying > 0 && oldest < PATIENCE_SECONDS;
    return {
      ...summary(up, now),
      status: fine ? 'healthy' : 'degraded',
      workers: { up: staying, stopping: up.length - staying, silent: workers.length - up.length },
      storage: { type: 'dynamodb', connected: true },
      requests: { waiting, oldest },
    };
  } catch (error) {
    log.error('the table does not answer', { error });
    return {
      ...summary([], now),
      status: 'unhealthy',
      workers: { up: 0, stopping: 0, silent: 0 },
      storage: { type: 'dynamodb', connected: false },
      requests: { waiting: 0, oldest: 0 },
    };
  }
}

const secondsSince = (time: string, now: number): number => Math.max(0, Math.round((now - Date.parse(time)) / 1000));

function summary(up: WorkerRow[], now: number) {
  const sum = (of: (worker: WorkerRow) => number | undefined) => up.reduce((all, one) => all + (of(one) ?? 0), 0);
  return {
    version,
    uptime: Math.max(0, ...up.map(({ startedAt }) => secondsSince(startedAt, now))),
    sessions: {
      active: sum(({ sessions }) => sessions),
      qr_codes: sum(({ qrCodes }) => qrCodes),
      connected: sum(({ connected }) => connected),
      problematic: sum(({ problematic }) => problematic),
    },
    memory: {
      used: sum(({ memoryBytes }) => memoryBytes),
      largest: Math.max(0, ...up.map(({ memoryBytes = 0 }) => memoryBytes)),
    },
  };
}
