import type { Account } from '../state/account.ts';
import { isGroupJid } from '../state/group.ts';
import type { Message } from '../state/message.ts';

/** A message as the control API shows it. */
export function viewMessage(account: Account, message: Message) {
  const { id, chat, author, fromMe, content, timestamp, status, device, receipts, marks } = message;
  return {
    messageId: id,
    from: author,
    to: fromMe || isGroupJid(chat) ? chat : account.number,
    fromMe,
    content,
    timestamp,
    deviceId: device,
    ...(fromMe ? { status } : {}),
    ...(isGroupJid(chat) && fromMe ? { receipts: Object.fromEntries(receipts) } : {}),
    ...marks,
  };
}
