import type { Message, Status } from '../state/message.ts';
import { messageKey } from '../state/message.ts';
import type { Phone, Receipt } from './phone.ts';

const ORDER: Record<Status, number> = { pending: 0, delivered: 1, read: 2 };

/** Moves a sent message's status forward. */
export function takeReceipt({ account }: Phone, { id, from, status }: Receipt): void {
  const message = account.messages.get(messageKey(from.account.number, true, id));
  if (!message || ORDER[status] <= ORDER[message.status]) return;
  if (status === 'delivered' && from.deviceId === 0 && wentToLinkedDevice(message)) return;
  message.status = status;
  account.saveMessage(message);
  account.announce('status', { messageId: id, to: message.chat, status });
}

/**
 * Whether this phone sent the message to a linked device of the receiver. Then only that device's receipt makes it
 * delivered: simulated phones are always on, and theirs would say nothing about the client under test.
 */
function wentToLinkedDevice({ chat, sentWith }: Message): boolean {
  return [...sentWith.keys()].some((address) => address.startsWith(`${chat}:`) && address !== `${chat}:0`);
}
