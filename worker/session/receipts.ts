import type { MessageId } from '../../core/model/ids.ts';
import { advances, type MessageStatus } from '../../core/model/message.ts';
import { growingCache } from '../growingCache.ts';

const KNOWN = 2_000;

/** How far messages of late have come, as a whole and with each member of a group. */
export class Receipts {
  readonly #known = growingCache<string, MessageStatus>(KNOWN);

  /** @returns whether it is news: WhatsApp repeats receipts, and one device's come after another's */
  isNews(id: MessageId, status: MessageStatus, recipient: string): boolean {
    const receipt = `${id} ${recipient}`;
    const known = this.#known.get(receipt);
    if (known && !advances(known, status)) return false;
    this.#known.set(receipt, status);
    return true;
  }
}
