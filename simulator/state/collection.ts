import type { Store } from './store.ts';

/** One part of what an account's devices share (archived chats, contact names, ...), as its patches make it. */
export type Collection = {
  name: string;
  version: number;
  /** The sum over all that is in it, by which devices see that they agree. */
  hash: Buffer;
  indexValueMap: Record<string, { valueMac: Uint8Array }>;
  /** All patches so far, encrypted, the first one at version 1. */
  patches: Buffer[];
  /** What the patches say: the latest action of each index. */
  actions: Map<string, object>;
};

function createCollection(name: string): Collection {
  return { name, version: 0, hash: Buffer.alloc(128), indexValueMap: {}, patches: [], actions: new Map() };
}

/** What an account's devices share, by collection. The server keeps the patches and cannot read them; the phone can. */
export class SharedState {
  readonly #owner: string;
  readonly #store: Store;
  readonly #collections = new Map<string, Collection>();

  constructor(owner: string, store: Store) {
    this.#owner = owner;
    this.#store = store;
  }

  get(name: string): Collection {
    const collection = this.#collections.get(name) ?? createCollection(name);
    this.#collections.set(name, collection);
    return collection;
  }

  get all(): Collection[] {
    return [...this.#collections.values()];
  }

  restore(collection: Collection): void {
    this.#collections.set(collection.name, collection);
  }

  save(collection: Collection): void {
    this.#store.put('collection', `${this.#owner} ${collection.name}`, collection);
  }
}
