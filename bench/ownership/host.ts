/** A machine on which one worker runs: its own clock, its own way to the store, and what can happen to both. */
import type { Clock } from '../../worker/clock.ts';
import type { Random } from '../torture/random.ts';
import type { VirtualTime } from './virtualTime.ts';

/** What a call that nobody answered in time ends with, as the SDK says it. */
const timedOut = () => Object.assign(new Error('the call timed out'), { name: 'TimeoutError' });

export interface Patience {
  maxAttempts: number;
  timeoutMs: number;
}

export class Host {
  readonly clock: Clock;
  readonly #time: VirtualTime;
  readonly #random: Random;
  readonly #rate: number;
  readonly #offset: number;
  #dead = false;
  #stalled = false;
  /** What reached the process while it stood still. */
  readonly #held: (() => void)[] = [];
  /** Nothing reaches the store, or nothing comes back from it. */
  cut: 'there' | 'back' | undefined;
  /** Each way takes up to this long, in milliseconds. */
  slowness = 8;

  /** @param drift how much faster than true time its clock may run, or slower */
  constructor(time: VirtualTime, random: Random, drift: number) {
    this.#time = time;
    this.#random = random;
    this.#rate = 1 + random.between(-drift, drift);
    this.#offset = random.between(0, 1e6);
    this.clock = {
      now: () => this.#offset + this.#time.now * this.#rate,
      pause: async (ms, signal) => this.#pause(ms, signal),
      turn: async () => {},
    };
  }

  get isUp(): boolean {
    return !this.#dead;
  }

  /** Nothing of it ever goes on. */
  kill(): void {
    this.#dead = true;
    this.#held.length = 0;
  }

  /** It stands still for so long, and knows nothing of it. */
  stall(ms: number): void {
    if (this.#stalled || this.#dead) return;
    this.#stalled = true;
    this.#time.after(ms, () => {
      this.#stalled = false;
      for (const run of this.#held.splice(0)) this.reach(run);
    });
  }

  /** A call to the store or the queues: it is done there at one moment, whether or not the answer comes. */
  async call<T>(act: () => T, { maxAttempts, timeoutMs }: Patience): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#attempt(act, timeoutMs);
      } catch (error) {
        if (attempt === maxAttempts || !(error instanceof Error && error.name === 'TimeoutError')) throw error;
      }
    }
  }

  /** As `call`, for an act that answers when it likes. */
  async ask<T>(act: (answer: (result: T) => void) => void, timeoutMs: number, signal?: AbortSignal): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const settle = (how: () => void) => {
        takeBack();
        signal?.removeEventListener('abort', giveUp);
        how();
      };
      const giveUp = () => settle(() => reject(timedOut()));
      const takeBack = this.#in(timeoutMs, giveUp);
      signal?.addEventListener('abort', giveUp, { once: true });
      const arrive = (result: T) => this.reach(() => settle(() => resolve(result)));
      this.#way('there', () => act((result) => this.#way('back', () => arrive(result))));
    });
  }

  async #attempt<T>(act: () => T, timeoutMs: number): Promise<T> {
    const done = await this.ask<{ result: T } | { error: unknown }>((answer) => {
      try {
        answer({ result: act() });
      } catch (error) {
        answer({ error });
      }
    }, timeoutMs);
    if ('error' in done) throw done.error;
    return done.result;
  }

  /** A packet on its way is not lost with the process that sent it. */
  #way(which: 'there' | 'back', arrive: () => void): void {
    if (this.cut === which) return;
    this.#time.after(this.#random.between(this.slowness / 4, this.slowness), arrive);
  }

  async #pause(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return;
    await new Promise<void>((resolve) => {
      const end = () => {
        takeBack();
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const takeBack = this.#in(ms, end);
      signal?.addEventListener('abort', end, { once: true });
    });
  }

  #in(ms: number, run: () => void): () => void {
    return this.#time.after(ms / this.#rate, () => this.reach(run));
  }

  /** Something comes to the process; while it stands still it waits. */
  reach(run: () => void): void {
    if (this.#dead) return;
    if (this.#stalled) this.#held.push(run);
    else run();
  }
}
