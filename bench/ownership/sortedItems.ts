import type { Item } from './expressions.ts';

/** Items of one partition, of the table or of an index. They are put in order when somebody asks, not at each write. */
export class SortedItems {
  readonly #hash: string;
  readonly #sort: string;
  readonly #items = new Map<string, Item>();
  #sorted: Item[] = [];
  #isFresh = true;
  #keys: Item[] = [];
  #keysAt = -Infinity;

  constructor(hash: string, sort: string) {
    this.#hash = hash;
    this.#sort = sort;
  }

  get(key: string): Item | undefined {
    return this.#items.get(key);
  }

  set(key: string, item: Item): void {
    this.#items.set(key, item);
    this.#isFresh = false;
  }

  delete(key: string): void {
    this.#items.delete(key);
    this.#isFresh = false;
  }

  /** As they are, in the order of that attribute. */
  by(sort: string): readonly Item[] {
    if (sort !== this.#sort) return inOrder(this.#items.values(), sort);
    if (!this.#isFresh) this.#sorted = inOrder(this.#items.values(), sort);
    this.#isFresh = true;
    return this.#sorted;
  }

  /** The keys as they were, at the most that long ago. */
  asOf(now: number, lagMs: number): readonly Item[] {
    if (now - this.#keysAt >= lagMs) {
      this.#keys = this.by(this.#sort).map((item) => keysOf(item, this.#hash, this.#sort));
      this.#keysAt = now;
    }
    return this.#keys;
  }
}

/** What an index holds of an item. */
export const keysOf = (item: Item, hash: string, sort: string): Item => ({
  pk: item['pk'],
  sk: item['sk'],
  [hash]: item[hash],
  [sort]: item[sort],
});

function inOrder(items: Iterable<Item>, attribute: string): Item[] {
  const places = [...items].map((item) => ({ item, at: String(item[attribute]) }));
  return places.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).map(({ item }) => item);
}
