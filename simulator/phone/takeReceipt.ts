import type { Message, Status } from '../state/message.ts';
import { messageKey } from '../state/message.ts';
import type { Phone, Receipt } from './phone.ts';

const ORDER: Status[] = ['pending', 'delivered', 'read', 'played'];

const isFurther = (status: Status, than: Status) => ORDER.indexOf(status) > ORDER.indexOf(than);

/** Moves a sent message's status forward; in a group, with one member, and as a whole when all have come so far. */
export function takeReceipt(phone: Phone, { id, from, status, group }: Receipt): void {
  const { account, server } = phone;
  const { number } = from.account;
  const message = account.messages.get(messageKey(group ?? number, true, id));
  if (!message || number === account.number) return;
  if (status === 'delivered' && from.deviceId === 0 && wentToLinkedDevice(message, number)) return;
  if (!isFurther(status, message.receipts.get(number) ?? 'pending')) return;
  message.receipts.set(number, status);
  const members = [...(server.world.groupOf(group)?.row.members.keys() ?? [number])];
  const others = members.filter((each) => each !== account.number);
  const reached = others.map((each) => ORDER.indexOf(message.receipts.get(each) ?? 'pending'));
  const whole = ORDER[Math.min(...reached)] ?? 'pending';
  if (isFurther(whole, message.status)) message.status = whole;
  account.saveMessage(message);
  account.announce('status', { messageId: id, to: message.chat, status: message.status, member: number });
}

/**
 * Whether this phone sent the message to a linked device of the receiver. Then only that device's receipt makes it
 * delivered: simulated phones are always on, and theirs would say nothing about the client under test.
 */
function wentToLinkedDevice({ sentWith }: Message, number: string): boolean {
  return [...sentWith.keys()].some((address) => address.startsWith(`${number}:`) && address !== `${number}:0`);
}
