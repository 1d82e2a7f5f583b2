/** Time that goes from one event to the next, as fast as they can be worked off. */
import { setImmediate as macrotask } from 'node:timers/promises';

/** Resolves when no microtask is left, and sooner than the event loop comes round. */
const settled = async () => new Promise<void>((resolve) => process.nextTick(resolve));
/** Events after which whatever else the process does has its turn. */
const TURN = 5_000;

interface Due {
  at: number;
  /** Of two at one moment, the one that was asked for first. */
  order: number;
  /** Undefined once nobody waits for it any more. */
  run: (() => void) | undefined;
}

const isBefore = (a: Due, b: Due) => a.at < b.at || (a.at === b.at && a.order < b.order);

export class VirtualTime {
  /** Milliseconds since the beginning. */
  now = 0;
  events = 0;
  #order = 0;
  /** A heap, the next one first. */
  readonly #due: Due[] = [];

  /** @returns takes it back */
  after(ms: number, run: () => void): () => void {
    const due: Due = { at: this.now + Math.max(0, ms), order: this.#order++, run };
    this.#push(due);
    return () => {
      due.run = undefined;
    };
  }

  /** Works off what is due until then. What an event sets free is through before the next one begins. */
  async runUntil(end: number): Promise<void> {
    // A microtask from here on: what was begun before has settled by then.
    await macrotask();
    for (let next = this.#due[0]; next && next.at <= end; next = this.#due[0]) {
      this.#pop();
      if (!next.run) continue;
      this.now = next.at;
      this.events += 1;
      next.run();
      await (this.events % TURN === 0 ? macrotask() : settled());
    }
    this.now = end;
  }

  #push(due: Due): void {
    const heap = this.#due;
    let at = heap.push(due) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above] as Due;
      if (isBefore(parent, due)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = due;
  }

  #pop(): void {
    const heap = this.#due;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= heap.length) break;
      const right = left + 1;
      const child = right < heap.length && isBefore(heap[right] as Due, heap[left] as Due) ? right : left;
      if (isBefore(last, heap[child] as Due)) break;
      heap[at] = heap[child] as Due;
      at = child;
    }
    heap[at] = last;
  }
}
