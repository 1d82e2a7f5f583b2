/** Waits for something that is told by events: looks at each change, and says what it saw when time runs out. */
export class Waiter {
  readonly #looks = new Set<() => void>();

  changed(): void {
    for (const look of this.#looks) look();
  }

  /** @param find gives what is waited for, or undefined as long as it is not there */
  async until<T>(what: string, find: () => T | undefined, seen: () => unknown, ms = 30_000): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const look = () => {
      const found = find();
      if (found !== undefined) resolve(found);
    };
    const timer = setTimeout(() => reject(new Error(`waited for ${what}; saw ${JSON.stringify(seen())}`)), ms);
    this.#looks.add(look);
    look();
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#looks.delete(look);
    }
  }
}
