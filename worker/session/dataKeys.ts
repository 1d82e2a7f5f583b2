import type { SessionId } from '../../core/model/ids.ts';
import { dataKeyFor, destroyDataKeys, findDataKey } from '../../core/store/vault.ts';
import type { Context } from '../context.ts';

/** The data keys of one session, each fetched once. */
export class DataKeys {
  readonly #context: Context;
  readonly #id: SessionId;
  readonly #known = new Map<number, Promise<Uint8Array>>();

  constructor(context: Context, id: SessionId) {
    this.#context = context;
    this.#id = id;
  }

  /** The key of a generation, made when there is none. A failure is not kept: the next call asks again. */
  async get(generation: number): Promise<Uint8Array> {
    const { table, vault } = this.#context;
    const known = this.#known.get(generation) ?? dataKeyFor(table, vault, this.#id, generation);
    this.#known.set(generation, known);
    known.catch(() => this.#known.delete(generation));
    return known;
  }

  /** Has the key made while something else goes on; whoever needs it hears of a failure. */
  prepare(generation: number): void {
    this.get(generation).catch(() => {});
  }

  /** The key of a generation that was written before; undefined when it was destroyed. */
  async find(generation: number): Promise<Uint8Array | undefined> {
    const known = this.#known.get(generation);
    if (known) return known;
    const { table, vault } = this.#context;
    const found = await findDataKey(table, vault, this.#id, generation);
    if (found) this.#known.set(generation, Promise.resolve(found));
    return found;
  }

  /** Destroys the keys of all generations before this one. */
  async destroyBefore(generation: number): Promise<void> {
    for (const known of this.#known.keys()) if (known < generation) this.#known.delete(known);
    await destroyDataKeys(this.#context.table, this.#id, generation);
  }
}
