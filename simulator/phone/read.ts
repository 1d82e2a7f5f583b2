import { forwardReceipt, tellOwnDevices } from '../server/receipts.ts';
import { isGroupJid } from '../state/group.ts';
import type { Message } from '../state/message.ts';
import type { Phone } from './phone.ts';

/** Opens a received message, or plays it: its writer's phone and devices hear of it, and so do one's own devices. */
export function readMessage({ account, server }: Phone, message: Message, status: 'read' | 'played'): void {
  const writer = server.world.accounts.get(message.author);
  if (!writer || message.status === status) return;
  message.status = status;
  account.saveMessage(message);
  const from = { account, deviceId: 0 };
  const group = isGroupJid(message.chat) ? message.chat : undefined;
  const notice = { id: message.id, type: status, mode: message.addressing, group };
  forwardReceipt(server, from, writer, notice);
  tellOwnDevices(server, from, writer, notice);
  server.phones.get(writer.number)?.receipt({ id: message.id, from, status, group });
}
