/** Who has written to the account: what is sent to anybody else comes unasked. */
import type { SessionId } from '../../core/model/ids.ts';
import { isGroup } from '../../core/model/jid.ts';
import { whoWrote } from '../../core/store/chats.ts';
import type { Message } from '../../core/model/message.ts';
import type { Table } from '../../core/store/table.ts';
import { growingCache } from '../growingCache.ts';

const KNOWN = 1_000;

export class Acquaintances {
  readonly #table: Table;
  readonly #sessionId: SessionId;
  readonly #wrote = growingCache<string, boolean>(KNOWN);

  constructor(table: Table, sessionId: SessionId) {
    this.#table = table;
    this.#sessionId = sessionId;
  }

  /** Somebody writes. @returns whether that is news */
  heard(chatId: string): boolean {
    const isNews = this.#wrote.get(chatId) !== true;
    this.#wrote.set(chatId, true);
    return isNews;
  }

  /** @returns messages in the order of time: those to people who have written, or to groups, and those that come unasked */
  async parted(messages: readonly Message[]): Promise<[replies: Set<Message>, cold: Set<Message>]> {
    const unknown = messages
      .map(({ chatId }) => chatId)
      .filter((chatId) => !isGroup(chatId) && !this.#wrote.has(chatId));
    if (unknown.length > 0) await this.#lookUp([...new Set(unknown)]);
    const isCold = ({ chatId }: Message) => !isGroup(chatId) && !this.#wrote.get(chatId);
    const inTime = messages.toSorted((a, b) => a.timestamp.localeCompare(b.timestamp));
    return [new Set(inTime.filter((message) => !isCold(message))), new Set(inTime.filter(isCold))];
  }

  async #lookUp(chatIds: readonly string[]): Promise<void> {
    const found = await whoWrote(this.#table, this.#sessionId, chatIds);
    // Somebody may have written meanwhile.
    for (const chatId of chatIds) if (!this.#wrote.has(chatId)) this.#wrote.set(chatId, found.has(chatId));
  }
}
