/** What Baileys tells of chats, contacts and groups, as our events. */
import type { BaileysEventMap, Chat, Contact as BaileysContact } from '@whiskeysockets/baileys';
import { proto } from '@whiskeysockets/baileys';
import type { ChatChange, Contact } from '../../../core/model/chats.ts';
import type { EventBody } from '../../../core/model/events.ts';
import { isGroup, isLid, phoneNumberOf } from '../../../core/model/jid.ts';
import { growingCache } from '../../growingCache.ts';
import type { People } from '../people.ts';
import { clean } from './clean.ts';
import { gatherChanges } from './gatherChanges.ts';
import { toGroupChange, toMembersChange } from './groups.ts';

export type Taps = { [E in keyof BaileysEventMap]?: (data: BaileysEventMap[E]) => void };

const NAME_LIMIT = 256;
/** Names are told with each message; those of the people who write most are remembered. */
const NAMES_KNOWN = 500;
/** What WhatsApp writes for "for good", and the latest time that we do. */
const FOR_GOOD = -1;
const LATEST = Date.UTC(9999, 11, 31);

const { READ } = proto.WebMessageInfo.Status;

export function directoryTaps(people: People, tell: (events: EventBody[]) => void): Taps {
  const changes = gatherChanges(tell);
  const names = growingCache<string, string>(NAMES_KNOWN);
  const isRead = (jid: string | null | undefined) => {
    if (jid && isChat(jid)) changes.chat({ chatId: people.canonical(jid), unread: 0 });
  };
  return {
    'contacts.upsert': (contacts) => {
      for (const contact of contacts) changes.contact(toContact(people, contact));
    },
    'contacts.update': (contacts) => {
      for (const { id, notify } of contacts) {
        const pushName = id && clean(notify, NAME_LIMIT);
        if (!pushName || names.get(id) === pushName) continue;
        names.set(id, pushName);
        changes.contact(toContact(people, { id, notify }));
      }
    },
    'chats.upsert': (chats) => {
      for (const { id, conversationTimestamp } of chats) {
        if (id && isChat(id)) changes.chat({ chatId: people.canonical(id), lastAt: dateOf(conversationTimestamp) });
      }
    },
    'chats.update': (updates) => {
      for (const update of updates) {
        const change = toSetting(people, update);
        if (change) changes.chat(change);
      }
    },
    'groups.upsert': (groups) => {
      for (const group of groups) changes.group(toGroupChange(people, group));
    },
    'groups.update': (groups) => {
      for (const group of groups) changes.group(toGroupChange(people, group));
    },
    'group-participants.update': (update) => changes.group(toMembersChange(people, update)),
    // Another device of the account has read a chat.
    'messages.update': (updates) => {
      for (const { key, update } of updates) if (!key.fromMe && update.status === READ) isRead(key.remoteJid);
    },
    'message-receipt.update': (updates) => {
      for (const { key, receipt } of updates) {
        if (receipt.readTimestamp && people.isMe(receipt.userJid ?? '')) isRead(key.remoteJid);
      }
    },
  };
}

/** What is said of a person, with the JID that we know them by. */
export function toContact(people: People, { id, lid, phoneNumber, name, notify }: BaileysContact): Contact {
  const jid = people.canonical(id, phoneNumber);
  return {
    jid,
    phoneNumber: phoneNumberOf(jid),
    lid: lid ?? people.lidOf(id),
    name: clean(name, NAME_LIMIT),
    pushName: clean(notify, NAME_LIMIT),
  };
}

export const dateOf = (seconds: Chat['conversationTimestamp']): string | undefined =>
  seconds ? new Date(Number(seconds) * 1000).toISOString() : undefined;

/** With a person or in a group: no status updates, no channels. */
const isChat = (jid: string): boolean => isGroup(jid) || isLid(jid) || phoneNumberOf(jid) !== undefined;

/** What the account's owner has set; undefined where Baileys only says that a message came. */
function toSetting(people: People, update: Partial<Chat>): ChatChange | undefined {
  const { id, archived, pinned, muteEndTime, unreadCount, conversationTimestamp, readOnly } = update;
  if (!id || !isChat(id) || conversationTimestamp !== undefined || readOnly !== undefined) return undefined;
  const change = {
    chatId: people.canonical(id),
    ...(typeof archived === 'boolean' && { archived }),
    ...(pinned !== undefined && { pinned: Boolean(pinned) }),
    ...(muteEndTime !== undefined && { mutedUntil: mutedUntil(muteEndTime) }),
    // Marked as unread: how many it were is not said.
    ...(unreadCount === 0 && { unread: 0 }),
    ...(unreadCount === -1 && { unread: 1 }),
  };
  return Object.keys(change).length > 1 ? change : undefined;
}

function mutedUntil(end: Chat['muteEndTime']): string | null {
  const ms = Number(end ?? 0);
  if (ms === FOR_GOOD) return new Date(LATEST).toISOString();
  return ms > 0 ? new Date(Math.min(ms, LATEST)).toISOString() : null;
}
