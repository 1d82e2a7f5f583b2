import type { Connection } from './connection.ts';
import type { StreamCode } from './streamErrors.ts';
import { failure, streamError } from './streamErrors.ts';

export const FAULT_KINDS = ['drop', '401', '403', '405', '440', '503', '515', 'silence', 'refuse'] as const;
type FaultKind = (typeof FAULT_KINDS)[number];
export type Fault = { target: string; kind: FaultKind; seconds: number };

type Lasting = { target: string; kind: FaultKind; until: number };

/** What is made to go wrong, now and for a while. A target is a number or `all`. */
export class Faults {
  #lasting: Lasting[] = [];

  /** Starts a fault: it hits the open connections at once, and later ones while it lasts. Answers how many it hit. */
  start({ target, kind, seconds }: Fault, connections: Iterable<Connection>): number {
    if (seconds > 0) this.#lasting.push({ target, kind, until: Date.now() + seconds * 1000 });
    if (kind === 'refuse') return 0;
    const hit = [...connections].filter((each) => target === 'all' || each.number === target);
    for (const connection of hit) apply(kind, connection, seconds);
    return hit.length;
  }

  /** Whether new TCP connections are cut before a word is said. */
  get refusesAll(): boolean {
    return this.#active('all').some(({ kind }) => kind === 'refuse');
  }

  /** Applies what lasts for everybody to a new connection. */
  greet(connection: Connection): void {
    for (const { kind, until } of this.#active('all'))
      if (kind === 'silence') connection.silence(until - Date.now());
      else if (kind === 'drop') connection.drop();
  }

  /** Applies what lasts for a number to its login. Answers whether the login may go on. */
  admit(number: string, connection: Connection): boolean {
    for (const { target, kind, until } of [...this.#active(number), ...this.#active('all')]) {
      if (kind === 'silence') {
        if (target === number) connection.silence(until - Date.now());
      } else if (kind === 'drop' || kind === 'refuse') connection.drop();
      else if (kind === '440' || kind === '515') connection.finish(streamError(Number(kind) as StreamCode));
      else connection.finish(failure(Number(kind)));
      if (kind !== 'silence') return false;
    }
    return true;
  }

  #active(target: string): Lasting[] {
    this.#lasting = this.#lasting.filter(({ until }) => until > Date.now());
    return this.#lasting.filter((fault) => fault.target === target);
  }
}

function apply(kind: FaultKind, connection: Connection, seconds: number): void {
  if (kind === 'drop') connection.drop();
  else if (kind === 'silence') connection.silence(seconds * 1000);
  else if (kind !== 'refuse') connection.finish(streamError(Number(kind) as StreamCode));
}
