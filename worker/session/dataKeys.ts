import type { SessionId } from '../../core/model/ids.ts';
import {
  type DataKey,
  dataKeyFor,
  destroyDataKey,
  destroyDataKeys,
  findDataKey,
  isOutdated,
} from '../../core/store/vault.ts';
import type { Context } from '../context.ts';

/** The data keys of one session, each fetched once. */
export class DataKeys {
  readonly #context: Context;
  readonly #id: SessionId;
  readonly #known = new Map<number, Promise<DataKey>>();

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
    return (await known).clear;
  }

  /** Has the key made while something else goes on; whoever needs it hears of a failure. */
  prepare(generation: number): void {
    this.get(generation).catch(() => {});
  }

  /** The key of a generation that was written before; undefined when it was destroyed. */
  async find(generation: number): Promise<Uint8Array | undefined> {
    const known = this.#known.get(generation);
    if (known) return (await known).clear;
    const { table, vault } = this.#context;
    const found = await findDataKey(table, vault, this.#id, generation);
    if (found) this.#known.set(generation, Promise.resolve(found));
    return found?.clear;
  }

  /** Whether the key of a generation should be replaced. One that was not needed yet is nobody's concern. */
  async isOutdated(generation: number): Promise<boolean> {
    const { vault, config } = this.#context;
    const known = await this.#known.get(generation);
    return known !== undefined && isOutdated(known, vault, config.DATA_KEY_DAYS);
  }

  /** Destroys the key of one generation. */
  async destroy(generation: number): Promise<void> {
    this.#known.delete(generation);
    await destroyDataKey(this.#context.table, this.#id, generation);
  }

  /** Destroys the keys of all generations before this one. */
  async destroyBefore(generation: number): Promise<void> {
    for (const known of this.#known.keys()) if (known < generation) this.#known.delete(known);
    await destroyDataKeys(this.#context.table, this.#id, generation);
  }
}
