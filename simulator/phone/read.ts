import { forwardReceipt } from '../server/receipts.ts';
import type { Message } from '../state/message.ts';
import type { Phone } from './phone.ts';

/** Opens a received message: its writer's phone and devices hear that it was read. */
export function readMessage({ account, server }: Phone, message: Message): void {
  const writer = server.world.accounts.get(message.chat);
  if (!writer || message.status === 'read') return;
  message.status = 'read';
  account.saveMessage(message);
  const from = { account, deviceId: 0 };
  forwardReceipt(server, from, writer, { id: message.id, type: 'read', mode: message.addressing });
  server.phones.get(writer.number)?.receipt({ id: message.id, from, status: 'read' });
}
