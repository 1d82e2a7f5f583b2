import { isJidBroadcast, isJidNewsletter, isJidStatusBroadcast, type WAMessageKey } from '@whiskeysockets/baileys';
import { MessageId } from '../../../core/model/ids.ts';
import { isGroup, isLid } from '../../../core/model/jid.ts';
import type { People } from '../people.ts';

/** Where a message belongs and who wrote it, by canonical JIDs. */
export interface Place {
  id: MessageId;
  fromMe: boolean;
  chatId: string;
  /** The other side's LID, with one person. */
  lid: string | undefined;
  /** The author, in a group. */
  participant: string | undefined;
}

/** Undefined for what is in no chat with a person or a group: status updates, channels. */
export function placeOf(people: People, key: WAMessageKey): Place | undefined {
  const id = MessageId.safeParse(key.id);
  const { remoteJid, participant, participantAlt } = key;
  const fromMe = key.fromMe === true;
  if (!id.success || !remoteJid || isJidStatusBroadcast(remoteJid) || isJidNewsletter(remoteJid)) return undefined;
  if (isGroup(remoteJid)) {
    const author = fromMe || !participant ? undefined : people.canonical(participant, participantAlt);
    return { id: id.data, fromMe, chatId: remoteJid, lid: undefined, participant: author };
  }
  // What somebody writes to a list of people is a message from that person.
  const other = isJidBroadcast(remoteJid) && !fromMe ? participant : remoteJid;
  if (!other) return undefined;
  // Beside a message of our own WhatsApp may name our own other JID.
  const alt = [key.remoteJidAlt].find((jid) => jid && !(fromMe && people.isMe(people.canonical(jid))));
  const chatId = people.canonical(other, alt);
  const lid = [other, alt].find((jid) => jid && isLid(jid)) ?? people.lidOf(chatId);
  return { id: id.data, fromMe, chatId, lid: lid && people.lidOf(lid), participant: undefined };
}
