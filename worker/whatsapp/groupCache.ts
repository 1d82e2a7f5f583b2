import type { GroupMetadata, WASocket } from '@whiskeysockets/baileys';
import { LRUCache } from 'lru-cache';
import { CannotSend } from './cannotSend.ts';

const MINUTES_5 = 5 * 60_000;

/** WhatsApp's answers to who asks for a group that it is not in. */
const NOT_A_MEMBER: ReadonlySet<unknown> = new Set([401, 403, 404]);

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

  /** @throws {CannotSend} when the account is not in the group */
  async find(sock: WASocket, jid: string): Promise<GroupMetadata> {
    const known = this.#groups.get(jid);
    if (known) return known;
    const group = await ask(sock, jid);
    await learnNumbers(sock, group);
    this.#groups.set(jid, group);
    return group;
  }

  get(jid: string): GroupMetadata | undefined {
    return this.#groups.get(jid);
  }

  forget(jid: string): void {
    this.#groups.delete(jid);
  }
}

async function ask(sock: WASocket, jid: string): Promise<GroupMetadata> {
  try {
    return await sock.groupMetadata(jid);
  } catch (error) {
    const { data, output } = error as { data?: unknown; output?: { statusCode?: number } };
    if (NOT_A_MEMBER.has(data) || NOT_A_MEMBER.has(output?.statusCode)) throw new CannotSend('not_in_group');
    throw error;
  }
}

/** Members' receipts name them by LID; the group tells whose number that is, which Baileys does not remember. */
async function learnNumbers({ signalRepository }: WASocket, { participants }: GroupMetadata): Promise<void> {
  const pairs = participants.flatMap(({ id, phoneNumber, lid }) => {
    if (phoneNumber) return [{ lid: id, pn: phoneNumber }];
    return lid ? [{ lid, pn: id }] : [];
  });
  await signalRepository.lidMapping.storeLIDPNMappings(pairs);
  for (const { pn, lid } of pairs) await signalRepository.migrateSession(pn, lid);
}
