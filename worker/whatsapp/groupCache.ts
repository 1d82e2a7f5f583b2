import type { GroupMetadata } from '@whiskeysockets/baileys';
import { LRUCache } from 'lru-cache';

const MINUTES_5 = 5 * 60_000;

/**
 * The groups that we write to, as WhatsApp describes them: Baileys would ask for the whole list of members at each send.
 * Lives as long as a socket, on which every change of a group is told.
 */
export class GroupCache {
  readonly #groups = new LRUCache<string, GroupMetadata>({
    // Members, of all groups together.
    maxSize: 5_000,
    sizeCalculation: ({ participants }) => participants.length + 1,
    ttl: MINUTES_5,
  });

  /** @param ask asks WhatsApp */
  async find(jid: string, ask: (jid: string) => Promise<GroupMetadata>): Promise<GroupMetadata> {
    const known = this.#groups.get(jid) ?? (await ask(jid));
    this.#groups.set(jid, known);
    return known;
  }

  get(jid: string): GroupMetadata | undefined {
    return this.#groups.get(jid);
  }

  forget(jid: string): void {
    this.#groups.delete(jid);
  }
}
