/** One direction of a network: what is pushed comes through in order, at once unless the network is slow or stalled. */
export class Channel {
  readonly #queue: { due: number; act: () => void }[] = [];
  #timer: NodeJS.Timeout | undefined;
  #stalledUntil = 0;
  #slow = { until: 0, milliseconds: 0 };

  /** Nothing comes through for a while. */
  stall(milliseconds: number): void {
    this.#stalledUntil = Date.now() + milliseconds;
  }

  /** For a while everything takes this long. */
  slow(latency: number, milliseconds: number): void {
    this.#slow = { until: Date.now() + milliseconds, milliseconds: latency };
  }

  /** Lets something through, now or when its time has come. */
  push(act: () => void): void {
    const now = Date.now();
    const due = now < this.#slow.until ? now + this.#slow.milliseconds : now;
    if (this.#queue.length === 0 && due === now && now >= this.#stalledUntil) {
      act();
      return;
    }
    this.#queue.push({ due, act });
    this.#timer ??= this.#wake();
  }

  /** Whatever is on its way is lost. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#queue.length = 0;
  }

  #wake(): NodeJS.Timeout | undefined {
    const [next] = this.#queue;
    if (!next) return undefined;
    const until = Math.max(next.due, this.#stalledUntil);
    return setTimeout(() => this.#run(), Math.max(until - Date.now(), 0));
  }

  #run(): void {
    for (;;) {
      const [next] = this.#queue;
      if (!next || Math.max(next.due, this.#stalledUntil) > Date.now()) break;
      this.#queue.shift();
      next.act();
    }
    this.#timer = this.#wake();
  }
}
