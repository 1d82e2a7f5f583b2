import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What may happen to a file: the host has it no more, nobody has it any more, the host gives it with a wrong byte. */
export type Fate = 'expired' | 'erased' | 'damaged';

/** Encrypted files that were uploaded, by the hash that names them; in a folder, or in memory where there is none. */
export class Media {
  readonly fates = new Map<string, Fate>();
  readonly #folder: string | undefined;
  readonly #files = new Map<string, Buffer>();

  constructor(stateDir: string | undefined) {
    this.#folder = stateDir && join(stateDir, 'media');
    if (this.#folder) mkdirSync(this.#folder, { recursive: true });
  }

  put(name: string, data: Buffer): void {
    if (this.#folder) writeFileSync(join(this.#folder, name), data);
    else this.#files.set(name, data);
  }

  /** As the host gives it. */
  serve(name: string): Buffer | undefined {
    const fate = this.fates.get(name);
    const file = fate === 'expired' ? undefined : this.get(name);
    if (!file || fate !== 'damaged') return file;
    const damaged = Buffer.from(file);
    damaged[0] = ~file[0]!;
    return damaged;
  }

  /** As those who were there have it: a phone that sent or got it. */
  get(name: string): Buffer | undefined {
    if (this.fates.get(name) === 'erased') return undefined;
    if (!/^[\w-]+$/.test(name)) return undefined;
    if (!this.#folder) return this.#files.get(name);
    const path = join(this.#folder, name);
    return existsSync(path) ? readFileSync(path) : undefined;
  }
}
