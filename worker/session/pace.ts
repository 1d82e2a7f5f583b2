/**
 * How fast a session sends: a token bucket. A burst is a person who answers; what goes on and on is slowed to what
 * WhatsApp puts up with. What nobody asked for takes more of it.
 */
export interface PaceOptions {
  perMinute: number;
  burst: number;
  /** What a message to somebody who never wrote takes; any other takes 1. */
  coldWeight: number;
}

/** A wait is longer by up to so much of itself: a machine's even beat is what WhatsApp looks for. */
const JITTER = 0.5;

export class Pace {
  readonly #options: PaceOptions;
  #tokens: number;
  #at = performance.now();

  constructor(options: PaceOptions) {
    this.#options = options;
    this.#tokens = options.burst;
  }

  /** @returns milliseconds until it is the message's turn; 0 now */
  waitMs(cold: boolean): number {
    const { perMinute, burst } = this.#options;
    const now = performance.now();
    this.#tokens = Math.min(burst, this.#tokens + ((now - this.#at) * perMinute) / 60_000);
    this.#at = now;
    const missing = Math.min(burst, this.#weight(cold)) - this.#tokens;
    return missing <= 0 ? 0 : ((missing * 60_000) / perMinute) * (1 + Math.random() * JITTER);
  }

  /** One leaves. */
  take(cold: boolean): void {
    this.#tokens -= this.#weight(cold);
  }

  #weight(cold: boolean): number {
    return cold ? this.#options.coldWeight : 1;
  }
}
