/** Which sockets are open for which session: the oracle. What it sees does not come from the table. */
import type { SessionId } from '../../core/model/ids.ts';

/** A worker's open socket for a session. */
export interface Gate {
  session: SessionId;
  worker: string;
  /** Whether a frame would leave if there were one now. */
  letsOut: () => boolean;
  /** The other side closes it. */
  drop: () => void;
}

export class Gates {
  readonly #open = new Map<SessionId, Gate[]>();
  readonly #closedAt = new Map<SessionId, number>();
  /** Two workers at one session at a time: what is never to be. */
  readonly doubles: string[] = [];
  /** How long sessions were without a socket, each time that one came back. */
  readonly gaps: number[] = [];

  /** Sessions with an open socket. */
  get size(): number {
    return this.#open.size;
  }

  /**
   * A worker's word is lost once and for all, so that two can begin to speak for a session only at this moment: looked at
   * here, it is looked at always.
   */
  open(gate: Gate, now: number): void {
    const { session, worker } = gate;
    const others = this.#open.get(session) ?? [];
    const other = others.find((known) => known.letsOut());
    if (other && gate.letsOut()) {
      this.doubles.push(`at ${(now / 1_000).toFixed(3)} s ${session} of ${other.worker} and of ${worker}`);
    }
    this.#open.set(session, [...others, gate]);
    const closedAt = this.#closedAt.get(session);
    if (closedAt !== undefined && this.#closedAt.delete(session)) this.gaps.push(now - closedAt);
  }

  close(gate: Gate, now: number): void {
    const left = this.#open.get(gate.session)?.filter((known) => known !== gate) ?? [];
    if (left.length > 0) {
      this.#open.set(gate.session, left);
    } else if (this.#open.delete(gate.session)) {
      this.#closedAt.set(gate.session, now);
    }
  }

  /** A worker's process is gone, and its sockets with it. */
  closeAllOf(worker: string, now: number): void {
    for (const gate of this.all()) if (gate.worker === worker) this.close(gate, now);
  }

  all(): Gate[] {
    return [...this.#open.values()].flat();
  }

  /** Sessions whose frames can leave. */
  get speaking(): number {
    return [...this.#open.values()].filter((gates) => gates.some((gate) => gate.letsOut())).length;
  }
}
