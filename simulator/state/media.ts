import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Encrypted files that were uploaded, by the hash that names them; in a folder, or in memory where there is none. */
export class Media {
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

  get(name: string): Buffer | undefined {
    if (!/^[\w-]+$/.test(name)) return undefined;
    if (!this.#folder) return this.#files.get(name);
    const path = join(this.#folder, name);
    return existsSync(path) ? readFileSync(path) : undefined;
  }
}
