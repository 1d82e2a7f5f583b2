import { type BaileysEventMap, type BinaryNode, proto } from '@whiskeysockets/baileys';
import type { EventBody } from '../../../core/model/events.ts';
import { MessageId } from '../../../core/model/ids.ts';
import { isGroup } from '../../../core/model/jid.ts';
import type { MessageStatus } from '../../../core/model/message.ts';
import type { People } from '../people.ts';

/** WhatsApp's numbers for how far a message of ours has come. */
export const STATUS: Partial<Record<proto.WebMessageInfo.Status, MessageStatus>> = {
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

/** How far our messages have come with each member of a group. */
export function translateReceipts(people: People, receipts: BaileysEventMap['message-receipt.update']): EventBody[] {
  return receipts.flatMap(({ key, receipt }) => {
    const status = receipt.readTimestamp ? 'read' : 'delivered';
    return key.fromMe && receipt.userJid ? memberStatus(people, receipt.userJid, key.id, status) : [];
  });
}

/** A member of a group has played our voice messages, which Baileys tells as read. */
export function translatePlayed(people: People, { attrs, content }: BinaryNode): EventBody[] {
  const { from = '', participant, id } = attrs;
  if (!isGroup(from) || !participant) return [];
  const lists = Array.isArray(content)
    ? content.flatMap((list) => (Array.isArray(list.content) ? list.content : []))
    : [];
  const ids = [id, ...lists.map((item) => item.attrs['id'])];
  return ids.flatMap((each) => memberStatus(people, participant, each, 'played'));
}

function memberStatus(people: People, jid: string, id: string | null | undefined, status: MessageStatus): EventBody[] {
  const messageId = MessageId.safeParse(id);
  const recipient = people.canonical(jid);
  if (!messageId.success || people.isMe(recipient)) return [];
  return [{ type: 'message_status', messageId: messageId.data, status, recipient }];
}
