const PATIENCE_MS = 15_000;

/** Things that happened, in order; a test waits for one that fits, past or to come, and never sleeps. */
export class Log<Entry> {
  readonly entries: Entry[] = [];
  readonly #waiting = new Set<() => void>();

  add(entry: Entry): void {
    this.entries.push(entry);
    for (const look of this.#waiting) look();
  }

  /** The first entry that fits. Fails with `what` when none comes in time. */
  find(what: string, fits: (entry: Entry) => boolean): Promise<Entry> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`waited in vain for ${what}; there was ${JSON.stringify(this.entries.slice(-10))}`));
      }, PATIENCE_MS);
      const look = () => {
        const found = this.entries.find((entry) => fits(entry));
        if (found === undefined) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(found);
      };
      this.#waiting.add(look);
      look();
    });
  }
}
