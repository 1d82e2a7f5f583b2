/** What happens on this worker, gathered for CloudWatch between two lines of its log. */
import type { SessionEvent } from '../core/model/events.ts';
import { embeddedMetrics, type MetricName, type Metrics as Values } from '../core/model/metrics.ts';
import type { Happening, SessionState } from '../core/model/session.ts';
import { LoopDelay } from './loopDelay.ts';

/** Beyond it a value takes the place of an older one. */
const MOST_VALUES = 100;

export class Metrics {
  readonly #namespace: string;
  readonly #loopDelay = new LoopDelay();
  #counts = new Map<MetricName, number>();
  #times = new Map<Timed, { values: number[]; count: number }>();

  constructor(namespace: string) {
    this.#namespace = namespace;
    this.#start();
  }

  count(name: Counted): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  took(name: Timed, ms: number): void {
    const times = this.#times.get(name) ?? { values: [], count: 0 };
    times.values[times.count++ % MOST_VALUES] = Math.round(ms * 10) / 10;
    this.#times.set(name, times);
  }

  /** A session's state moved from `before`, which it had for `ms`; it was asked for `askedMs` ago. */
  happened(happening: Happening, before: SessionState, { ms, askedMs }: { ms: number; askedMs: number }): void {
    const { type } = happening;
    if (type === 'qr_shown' && before.status === 'connecting') this.took('TimeToQr', askedMs);
    if (type === 'opened') this.count('Connects');
    if (type === 'opened' && before.status === 'authenticated') {
      this.count('Pairings');
      this.took('TimeToReady', ms);
    }
    if (type === 'lost') this.count('ConnectionsLost');
    if (type === 'unlinked') this.count('LoggedOut');
    if (type === 'refused' && happening.reason === 'client_outdated') this.count('ClientOutdated');
  }

  /** Events are durable. */
  told(events: readonly SessionEvent[]): void {
    for (const event of events) {
      if (event.type === 'message_received') this.count('MessagesReceived');
      if (event.type === 'message_status' && event.status === 'failed' && !event.recipient)
        this.count('MessagesFailed');
      if (event.type !== 'message_sent') continue;
      this.count('MessagesSent');
      const { deadline, timestamp } = event.message;
      // Without one it was written on the account's phone: nobody waited for us.
      if (deadline) this.took('SendTime', Math.max(0, Date.parse(event.timestamp) - Date.parse(timestamp)));
    }
  }

  /** A line's fields: what the worker holds now, and what happened since the last line. */
  line(held: Values): Record<string, unknown> {
    const times = Object.fromEntries(Array.from(this.#times, ([name, { values }]) => [name, values]));
    const machine = { MemoryBytes: process.memoryUsage.rss(), EventLoopDelay: this.#loopDelay.percentile(99) };
    const values = { ...held, ...machine, ...Object.fromEntries(this.#counts), ...times };
    this.#start();
    return embeddedMetrics(this.#namespace, values, Date.now());
  }

  /** A zero is told, too: an alarm that hears nothing does not know that all is well. */
  #start(): void {
    this.#counts = new Map(COUNTED.map((name) => [name, 0]));
    this.#times = new Map();
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
  'MessagesSent',
  'MessagesReceived',
  'MessagesFailed',
] as const satisfies MetricName[];
type Counted = (typeof COUNTED)[number];
type Timed = 'CommitTime' | 'TimeToQr' | 'TimeToReady' | 'SendTime';
