import type { Account } from '../state/account.ts';
import type { Message } from '../state/message.ts';

/** A message as the control API shows it. */
export function viewMessage(account: Account, message: Message) {
  const { id, chat, fromMe, content, timestamp, status, device } = message;
  return {
    messageId: id,
    from: fromMe ? account.number : chat,
    to: fromMe ? chat : account.number,
    fromMe,
    content,
    timestamp,
    deviceId: device,
    ...(fromMe ? { status } : {}),
  };
}
