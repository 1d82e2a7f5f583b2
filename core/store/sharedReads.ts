/**
 * Reads that many ask for at the same time. Who asks while one is under way shares the next one with all others who do: it
 * begins after they asked, so that it sees what they have to see.
 */
export class SharedReads<T> {
  readonly #underway = new Map<string, Promise<T>>();
  readonly #next = new Map<string, Promise<T>>();

  async read(key: string, read: () => Promise<T>): Promise<T> {
    const next = this.#next.get(key);
    if (next) return next;
    const underway = this.#underway.get(key);
    if (!underway) return this.#start(key, read);
    const shared = this.#after(underway, key, read);
    this.#next.set(key, shared);
    return shared;
  }

  async #after(underway: Promise<T>, key: string, read: () => Promise<T>): Promise<T> {
    await underway.catch(() => {});
    this.#next.delete(key);
    return this.#start(key, read);
  }

  async #start(key: string, read: () => Promise<T>): Promise<T> {
    const started = read();
    this.#underway.set(key, started);
    try {
      return await started;
    } finally {
      if (this.#underway.get(key) === started) this.#underway.delete(key);
    }
  }
}
