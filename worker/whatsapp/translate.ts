/** Baileys' events in, ours out. Nothing else in the worker knows what a WhatsApp message looks like. */
import {
  type BaileysEventMap,
  getContentType,
  isJidGroup,
  jidNormalizedUser,
  normalizeMessageContent,
  proto,
  type WAMessage,
} from '@whiskeysockets/baileys';
import { type Content, TEXT_LIMIT } from '../../core/model/content.ts';
import type { EventBody } from '../../core/model/events.ts';
import { MessageId, type SessionId } from '../../core/model/ids.ts';
import { isLid, phoneNumberOf } from '../../core/model/jid.ts';
import type { Message, MessageStatus } from '../../core/model/message.ts';

export interface Translator {
  sessionId: SessionId;
  /** The phone-number JID of a LID, where it is known. */
  numberOf: (lid: string) => string | undefined;
  /** Places a message within WhatsApp's second. @returns milliseconds since 1970 */
  placeInSecond: (second: number) => number;
}

/**
 * WhatsApp dates messages to the second. Within it they keep the order of their arrival, and what arrives live its
 * moment, so that a question is before its answer.
 */
export function arrivalClock(now = Date.now): Translator['placeInSecond'] {
  let last = 0;
  return (second) => {
    const [start, end] = [second * 1000, second * 1000 + 999];
    const arrived = now();
    const at = arrived >= start && arrived <= end ? arrived : start;
    last = last >= at && last <= end ? Math.min(last + 1, end) : at;
    return last;
  };
}

/** Messages that carry keys, settings or history for the device, and nothing for a person. */
const INTERNAL: ReadonlySet<string> = new Set([
  'protocolMessage',
  'senderKeyDistributionMessage',
  'messageContextInfo',
  'fastRatchetKeySenderKeyDistributionMessage',
  'keepInChatMessage',
]);

const STATUS: Partial<Record<proto.WebMessageInfo.Status, MessageStatus>> = {
  [proto.WebMessageInfo.Status.DELIVERY_ACK]: 'delivered',
  [proto.WebMessageInfo.Status.READ]: 'read',
  [proto.WebMessageInfo.Status.PLAYED]: 'played',
};

function contentOf(message: WAMessage): Content | undefined {
  const content = normalizeMessageContent(message.message);
  const text = content?.conversation ?? content?.extendedTextMessage?.text;
  if (typeof text === 'string' && text !== '') return { type: 'text', text: clean(text, TEXT_LIMIT) };
  const kind = content && getContentType(content);
  return kind && !INTERNAL.has(kind) ? { type: 'unsupported', kind } : undefined;
}

/** Strangers write it: bounded, and well-formed, since the store takes nothing else. */
const clean = (text: string, limit: number): string => text.slice(0, limit).toWellFormed();

/** A message that was received, or written on another device of the account; undefined when it has nothing for a person. */
export function translateMessage(
  { sessionId, numberOf, placeInSecond }: Translator,
  message: WAMessage,
): Message | undefined {
  const content = contentOf(message);
  const { remoteJid, remoteJidAlt, participant, participantAlt, id, fromMe } = message.key;
  if (!content || !remoteJid || !id) return undefined;
  const known = (jid: string, alt: string | undefined): string =>
    isLid(jid) ? (alt && jidNormalizedUser(alt)) || numberOf(jid) || jid : jid;
  const chat = jidNormalizedUser(remoteJid);
  const chatId = known(chat, remoteJidAlt);
  const lid = [chat, remoteJidAlt && jidNormalizedUser(remoteJidAlt)].find((jid) => jid && isLid(jid));
  const author = participant && isJidGroup(chat) ? known(jidNormalizedUser(participant), participantAlt) : undefined;
  return {
    id: MessageId.parse(id),
    sessionId,
    chatId,
    phoneNumber: phoneNumberOf(chatId),
    lid,
    fromMe: fromMe === true,
    participant: author,
    pushName: message.pushName ? clean(message.pushName, 100) : undefined,
    content,
    timestamp: new Date(placeInSecond(Number(message.messageTimestamp ?? 0))).toISOString(),
    status: fromMe ? 'sent' : 'delivered',
  };
}

/** The person at the other end got it, read it, played it. Only of our own messages. */
export function translateUpdates(updates: BaileysEventMap['messages.update']): EventBody[] {
  return updates.flatMap(({ key, update }): EventBody[] => {
    const status = update.status ? STATUS[update.status] : undefined;
    if (!status || !key.fromMe || !key.id) return [];
    return [{ type: 'message_status', messageId: MessageId.parse(key.id), status }];
  });
}
