/** The product's own rules of ownership on a virtual clock: many workers, many sessions, faults from a seed. */
import { SessionId, TenantId } from '../../core/model/ids.ts';
import { createSession } from '../../core/store/sessions.ts';
import { quantile } from '../figures.ts';
import { randomFrom } from '../torture/random.ts';
import { Cluster } from './cluster.ts';
import { deploy, FAULTS } from './faults.ts';
import { Gates } from './gates.ts';
import { MemoryQueues } from './memoryQueues.ts';
import { MemoryTable } from './memoryTable.ts';
import { VirtualTime } from './virtualTime.ts';

export interface SimulationOptions {
  workers: number;
  sessions: number;
  /** How long faults go on, in virtual seconds. */
  seconds: number;
  /** Virtual seconds between two, on average. */
  every: number;
  seed: number;
}

export interface Outcome {
  /** Moments at which two workers could speak for one session. */
  doubles: string[];
  /** Sessions that have no owner in the end, though there were workers enough. */
  down: number;
  /** How far the heaviest and the lightest worker are from the average in the end, as a share of it. */
  spread: number;
}

/** As far as an index of DynamoDB's may be behind. */
const LAG_MS = 500;
const LOOK_MS = 1_000;
/** Without a fault, everything is to be in order after this. */
const PATIENCE_MS = 600_000;
/** A worker has room for its share and half as much again. */
const ROOM = 1.5;
/** The fleet shrinks to this share of what it was: there is still room for all. */
const LEAST = 0.8;
const BEGIN = Date.parse('2026-01-01T00:00:00Z');

export async function simulate(options: SimulationOptions, tell: (text: string) => void): Promise<Outcome> {
  const { workers, sessions, seconds, every, seed } = options;
  const startedAt = performance.now();
  const random = randomFrom(seed);
  const time = new VirtualTime();
  const memory = new MemoryTable({ now: () => time.now, ms: LAG_MS });
  const queues = new MemoryQueues(time, random);
  const gates = new Gates();
  const maxSessions = Math.ceil((sessions / workers) * ROOM);
  const around = { time, random, memory, queues, gates, maxSessions };
  const cluster = new Cluster(around);
  const stage = { time, random, cluster, gates, least: Math.ceil(workers * LEAST) };

  const said = (text: string) => tell(`${(time.now / 1_000).toFixed(0).padStart(6)} s  ${text}`);
  tell(`${workers} workers, ${sessions} sessions, seed ${seed}; a worker takes ${maxSessions} at the most`);
  await create(memory, sessions);
  cluster.scale(workers);
  said('all sessions wait; the workers start');

  /** Waits until it is so. @returns the seconds that it took */
  async function until(isSo: () => boolean): Promise<number> {
    const from = time.now;
    while (!isSo() && time.now - from < PATIENCE_MS) await time.runUntil(time.now + LOOK_MS);
    return (time.now - from) / 1_000;
  }
  const allUp = () => gates.size === sessions && gates.speaking === sessions;
  const tellBalance = (text: string) => said(`${text}; ${describe(loadsOf(cluster))}`);

  tellBalance(`all are connected after ${await until(allUp)} s`);
  await until(() => spreadOf(loadsOf(cluster)) <= WANTED_SPREAD);
  tellBalance('even');
  gates.gaps.length = 0;

  const over = time.now + seconds * 1_000;
  const kinds = Object.keys(FAULTS) as (keyof typeof FAULTS)[];
  const counts = new Map<string, number>();
  time.after(random.between(0, (seconds * 1_000) / 3), () => deploy(stage));
  while (time.now < over) {
    await time.runUntil(time.now + random.between(0, 2 * every * 1_000));
    const kind = random.pick(kinds);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    FAULTS[kind](stage);
  }
  said(`a deploy, and ${[...counts].map(([kind, count]) => `${kind} ${count}`).join(', ')}`);
  const { gaps } = gates;
  tellBalance(`after the last fault all are connected within ${await until(allUp)} s`);
  const evenAfter = await until(() => spreadOf(loadsOf(cluster)) <= WANTED_SPREAD && allUp());
  tellBalance(`even ${evenAfter} s later`);
  said(
    `${gaps.length} gaps: p50 ${sec(quantile(gaps, 0.5))}, p99 ${sec(quantile(gaps, 0.99))}, longest ${sec(Math.max(0, ...gapsOf(gaps)))}`,
  );
  const realSeconds = (performance.now() - startedAt) / 1_000;
  tell(`${memory.refused} conditional writes refused, ${time.events} events, ${realSeconds.toFixed(1)} s of real time`);
  return { doubles: gates.doubles, down: sessions - gates.speaking, spread: spreadOf(loadsOf(cluster)) };
}

/** Of the average. */
export const WANTED_SPREAD = 0.1;
const sec = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
const gapsOf = (gaps: readonly number[]) => [quantile(gaps, 1)];

const loadsOf = (cluster: Cluster) => cluster.staying.map(({ sessions }) => sessions);
const averageOf = (loads: readonly number[]) => loads.reduce((sum, load) => sum + load, 0) / loads.length;

function spreadOf(loads: readonly number[]): number {
  const average = averageOf(loads);
  return Math.max(...loads.map((load) => Math.abs(load - average))) / average;
}

function describe(loads: readonly number[]): string {
  const [least, most] = [Math.min(...loads), Math.max(...loads)];
  return `${loads.length} workers hold ${least} to ${most}, ${averageOf(loads).toFixed(0)} on average`;
}

async function create({ table }: MemoryTable, sessions: number): Promise<void> {
  const tenant = TenantId.parse('tenant');
  for (let i = 0; i < sessions; i++) {
    const id = SessionId.parse(`ses_${String(i).padStart(26, '0')}`);
    await createSession(table, { id, tenant, now: new Date(BEGIN + i).toISOString() });
  }
}
