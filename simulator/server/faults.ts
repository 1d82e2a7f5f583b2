import type { Connection } from './connection.ts';
import { damage } from './damage.ts';
import { FAULT_KINDS, isCode } from './faultKinds.ts';
import type { Fault, FaultKind } from './faultKinds.ts';
import type { Planned } from './faultPlan.ts';
import type { StreamCode } from './streamErrors.ts';
import { failure, streamError } from './streamErrors.ts';
import type { Node } from '../wire/node.ts';

/** Those that an account is told of. */
export type Restriction = Extract<FaultKind, 'restrict' | 'cap'>;
const COLD: ReadonlySet<FaultKind> = new Set(['cold', 'restrict', 'cap']);

type Lasting = Fault & { until: number };

/** One that was played, and when (ISO 8601). */
type Played = Fault & { at: string; hit: number };

/** What is made to go wrong, now and for a while. */
export class Faults {
  readonly #connections: Iterable<Connection>;
  readonly played: Played[] = [];
  #lasting: Lasting[] = [];
  #planned = new Map<NodeJS.Timeout, Fault & { due: number }>();
  /** Numbers whose next message of a phone is to be damaged. */
  readonly #damageNext: string[] = [];

  constructor(connections: Iterable<Connection>) {
    this.#connections = connections;
  }

  /** Starts a fault: it hits the open connections at once, and later ones while it lasts. Answers how many it hit. */
  start(fault: Fault): number {
    const { target, kind, seconds } = fault;
    if (seconds > 0) this.#lasting.push({ ...fault, until: Date.now() + seconds * 1000 });
    else if (kind === 'corrupt') this.#damageNext.push(target);
    const open = [...this.#connections].filter((each) => target === 'all' || each.number === target);
    const hit = open.filter((connection) => apply(fault, connection, seconds * 1000)).length;
    this.played.push({ ...fault, at: new Date().toISOString(), hit });
    return hit;
  }

  /** Plays a plan: each fault when its time has come. */
  plan(planned: Planned[], target: string): void {
    for (const { at, fault } of planned) {
      const whole = { ...fault, target };
      const timer = setTimeout(() => {
        this.#planned.delete(timer);
        this.start(whole);
      }, at * 1000);
      timer.unref();
      this.#planned.set(timer, { ...whole, due: Date.now() + at * 1000 });
    }
  }

  /** Ends what lasts and forgets what was planned. What stalls a connection at this moment runs out by itself. */
  clear(): void {
    this.#lasting = [];
    this.#damageNext.length = 0;
    for (const timer of this.#planned.keys()) clearTimeout(timer);
    this.#planned.clear();
  }

  /** Faults that last, and faults to come, with the seconds until they end or begin. */
  get now() {
    const left = (time: number) => Math.round((time - Date.now()) / 10) / 100;
    return {
      active: this.#active().map(({ until, ...fault }) => ({ ...fault, seconds: left(until) })),
      planned: [...this.#planned.values()].map(({ due, ...fault }) => ({ ...fault, inSeconds: left(due) })),
    };
  }

  /** What a new TCP connection gets instead of a WebSocket: nothing at all, or an HTTP status. */
  get atTheDoor(): 'cut' | 503 | 429 | undefined {
    for (const { kind } of this.#active('all')) {
      if (kind === 'refuse') return 'cut';
      if (kind === 'http503' || kind === 'http429') return kind === 'http503' ? 503 : 429;
    }
    return undefined;
  }

  /** How far the server's clock is ahead, in seconds. */
  get clockSkew(): number {
    return this.#active().find(({ kind }) => kind === 'clock')?.skew ?? 0;
  }

  /** Applies what lasts for everybody to a new connection. */
  greet(connection: Connection): void {
    for (const fault of this.#active('all'))
      if (!isCode(fault.kind)) apply(fault, connection, fault.until - Date.now());
  }

  /** Applies what lasts for a number to its login. Answers whether the login may go on. */
  admit(number: string, connection: Connection): boolean {
    for (const fault of [...this.#active(number), ...this.#active('all')]) {
      const { kind, target, until } = fault;
      if (kind === '440' || kind === '515') connection.finish(streamError(Number(kind) as StreamCode));
      else if (isCode(kind)) connection.finish(failure(Number(kind)));
      else if (kind === 'refuse') connection.drop();
      else if (target === number) apply(fault, connection, until - Date.now());
      if (connection.ended) return false;
    }
    return true;
  }

  /** Whether this number's messages to people who have not written to it are refused. */
  refusesCold(number: string): boolean {
    return [...this.#active(number), ...this.#active('all')].some(({ kind }) => COLD.has(kind));
  }

  /** Until when a number is known not to be allowed to write to new people, or no more of them; in milliseconds since 1970. */
  restrictedUntil(number: string, by: Restriction): number | undefined {
    const restrictions = [...this.#active(number), ...this.#active('all')].filter(({ kind }) => kind === by);
    return restrictions.length > 0 ? Math.max(...restrictions.map(({ until }) => until)) : undefined;
  }

  /** Damages a ciphertext on its way to a device of this number, if that is wanted. */
  damage(number: string, enc: Node): Node {
    const next = this.#damageNext.findIndex((target) => target === number || target === 'all');
    if (next >= 0) this.#damageNext.splice(next, 1);
    const lasts = [...this.#active(number), ...this.#active('all')].some(({ kind }) => kind === 'corrupt');
    return next >= 0 || lasts ? damage(enc) : enc;
  }

  #active(target?: string): Lasting[] {
    if (this.#lasting.length === 0) return this.#lasting;
    this.#lasting = this.#lasting.filter(({ until }) => until > Date.now());
    return target === undefined ? this.#lasting : this.#lasting.filter((fault) => fault.target === target);
  }
}

/** Whether a kind hits connections that are open. */
const HITS: Partial<Record<FaultKind, (connection: Connection, milliseconds: number, fault: Fault) => void>> = {
  drop: (connection) => connection.drop(),
  silence: (connection, milliseconds) => connection.silence(milliseconds),
  slow: (connection, milliseconds, { latency = 500 }) => connection.slow(latency, milliseconds),
  reorder: (connection, milliseconds) => connection.reorder(milliseconds),
  ...Object.fromEntries(
    FAULT_KINDS.filter(isCode).map((code) => [
      code,
      (connection: Connection) => connection.finish(streamError(Number(code) as StreamCode)),
    ]),
  ),
};

function apply(fault: Fault, connection: Connection, milliseconds: number): boolean {
  HITS[fault.kind]?.(connection, milliseconds, fault);
  return HITS[fault.kind] !== undefined;
}
