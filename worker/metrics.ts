/** What happens on this worker, gathered for CloudWatch between two lines of its log. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { embeddedMetrics, type MetricName, type Metrics as Values } from '../core/model/metrics.ts';
import type { Happening, SessionState } from '../core/model/session.ts';

/** Beyond it a value takes the place of an older one. */
const MOST_VALUES = 100;

export class Metrics {
  readonly #namespace: string;
  readonly #loopDelay = monitorEventLoopDelay();
  #counts = new Map<MetricName, number>();
  #commitTimes: number[] = [];
  #commits = 0;

  constructor(namespace: string) {
    this.#namespace = namespace;
    this.#loopDelay.enable();
    this.#start();
  }

  count(name: Counted): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  committed(ms: number): void {
    this.#commitTimes[this.#commits++ % MOST_VALUES] = Math.round(ms * 10) / 10;
  }

  /** A session's state moved from `before`. */
  happened(happening: Happening, before: SessionState): void {
    const { type } = happening;
    if (type === 'opened') this.count('Connects');
    if (type === 'opened' && before.status === 'authenticated') this.count('Pairings');
    if (type === 'lost') this.count('ConnectionsLost');
    if (type === 'unlinked') this.count('LoggedOut');
    if (type === 'refused' && happening.reason === 'client_outdated') this.count('ClientOutdated');
  }

  /** A line's fields: what the worker holds now, and what happened since the last line. */
  line(held: Values): Record<string, unknown> {
    const commits = this.#commitTimes.length > 0 ? { CommitTime: this.#commitTimes } : {};
    const machine = { MemoryBytes: process.memoryUsage.rss(), EventLoopDelay: this.#loopDelay.percentile(99) / 1e6 };
    const values = { ...held, ...machine, ...Object.fromEntries(this.#counts), ...commits };
    this.#start();
    return embeddedMetrics(this.#namespace, values, Date.now());
  }

  /** A zero is told, too: an alarm that hears nothing does not know that all is well. */
  #start(): void {
    this.#counts = new Map(COUNTED.map((name) => [name, 0]));
    this.#commitTimes = [];
    this.#commits = 0;
    this.#loopDelay.reset();
  }
}

const COUNTED = [
  'Connects',
  'Pairings',
  'ConnectionsLost',
  'ClientOutdated',
  'LoggedOut',
  'OwnershipLost',
  'StorageTrouble',
] as const satisfies MetricName[];
type Counted = (typeof COUNTED)[number];
