import { type BaileysEventMap, proto } from '@whiskeysockets/baileys';
import type { EventBody } from '../../../core/model/events.ts';
import { MessageId } from '../../../core/model/ids.ts';
import type { MessageStatus } from '../../../core/model/message.ts';

const STATUS: Partial<Record<proto.WebMessageInfo.Status, MessageStatus>> = {
  [proto.WebMessageInfo.Status.DELIVERY_ACK]: 'delivered',
  [proto.WebMessageInfo.Status.READ]: 'read',
  [proto.WebMessageInfo.Status.PLAYED]: 'played',
};

/** The person at the other end got it, read it, played it. Only of our own messages. */
export function translateUpdates(updates: BaileysEventMap['messages.update']): EventBody[] {
  return updates.flatMap(({ key, update }): EventBody[] => {
    const status = update.status ? STATUS[update.status] : undefined;
    const id = MessageId.safeParse(key.id);
    if (!status || !key.fromMe || !id.success) return [];
    return [{ type: 'message_status', messageId: id.data, status }];
  });
}
