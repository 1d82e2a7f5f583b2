import type { Node } from '../wire/node.ts';
import { parseJid } from '../wire/jid.ts';
import type { Store } from './store.ts';

type Entry = { seq: number; node: Node; sent: boolean; tried: boolean };

/**
 * What the server owes a device, in order. Each stanza stays until it is acknowledged by itself: two stanzas may carry
 * the same id (a message and its retry), and one acknowledgement settles only the first of them.
 */
export class Outbox {
  readonly #owner: string;
  readonly #store: Store;
  readonly #entries = new Map<number, Entry>();
  #next = 1;

  constructor(owner: string, store: Store) {
    this.#owner = owner;
    this.#store = store;
  }

  /** How many stanzas are waiting or unacknowledged. */
  get size(): number {
    return this.#entries.size;
  }

  /** Puts back an entry that was read from disk. */
  restore(seq: number, node: Node): void {
    this.#entries.set(seq, { seq, node, sent: false, tried: false });
    this.#next = Math.max(this.#next, seq + 1);
  }

  /** Adds a stanza at the end. */
  add(node: Node): Entry {
    const entry = { seq: this.#next++, node, sent: false, tried: false };
    this.#entries.set(entry.seq, entry);
    this.#store.put('outbox', this.#key(entry.seq), node);
    return entry;
  }

  /** A new connection has seen nothing: everything is to be sent again. Answers it in order. */
  restart(): Entry[] {
    const all = [...this.#entries.values()];
    for (const entry of all) entry.sent = false;
    return all;
  }

  /** Settles the first sent stanza with this tag and id, from this party where one is named. Answers whether there was one. */
  settle(tag: string, id: string | undefined, from: string | undefined): boolean {
    const party = parseJid(from);
    for (const entry of this.#entries.values()) {
      const { node } = entry;
      if (!entry.sent || node.tag !== tag || node.attrs.id !== id) continue;
      if (party && parseJid(node.attrs.from)?.user !== party.user) continue;
      this.#entries.delete(entry.seq);
      this.#store.remove('outbox', this.#key(entry.seq));
      return true;
    }
    return false;
  }

  /** Forgets everything. */
  clear(): void {
    for (const seq of this.#entries.keys()) this.#store.remove('outbox', this.#key(seq));
    this.#entries.clear();
  }

  #key(seq: number): string {
    return `${this.#owner} ${String(seq).padStart(12, '0')}`;
  }
}
