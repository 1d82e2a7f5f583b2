/** What a phone tells of the time before the link, as our events. */
import { type BaileysEventMap, cleanMessage, proto, type WAMessage } from '@whiskeysockets/baileys';
import { isAct, type Marks } from '../../../core/model/content.ts';
import type { EventBody } from '../../../core/model/events.ts';
import { isGroup, phoneNumberOf } from '../../../core/model/jid.ts';
import type { Message } from '../../../core/model/message.ts';
import type { People } from '../people.ts';
import { chosenOf } from '../polls.ts';
import { arrivalClock } from './arrivalClock.ts';
import { clean } from './clean.ts';
import { dateOf, toContact } from './directory.ts';
import { translateMessage, type Translator } from './message.ts';
import { STATUS } from './statuses.ts';

export type HistoryChunk = Pick<
  BaileysEventMap['messaging-history.set'],
  'chats' | 'contacts' | 'messages' | 'progress'
>;
type HistoryEvent = Extract<EventBody, { type: 'history_received' }>;

/** Which chats are taken over, and how many. */
export interface Preload {
  type: 'individual' | 'group' | 'all';
  limit: number;
}

/** A message of ours with WhatsApp's, which has the keys of its file. */
export interface Translated {
  message: Message;
  original: WAMessage;
}

/** In one event: it goes to a client as one frame. */
const MESSAGES_TOGETHER = 50;
const BYTES_TOGETHER = 64 * 1024;
const CONTACTS_TOGETHER = 100;

/** The chats that are taken over, by canonical JID: those chosen before, and then those with the newest messages. */
export function chooseChats(
  people: People,
  chats: HistoryChunk['chats'],
  before: readonly string[],
  { type, limit }: Preload,
): string[] {
  const suits = (jid: string) => (isGroup(jid) ? type !== 'individual' : type !== 'group' && isPerson(jid));
  const found = chats
    .toSorted((a, b) => Number(b.conversationTimestamp ?? 0) - Number(a.conversationTimestamp ?? 0))
    .flatMap(({ id }) => (id ? [people.canonical(id)] : []))
    .filter(suits);
  return [...new Set([...before, ...found])].slice(0, Math.max(limit, before.length));
}

const isPerson = (jid: string): boolean => phoneNumberOf(jid) !== undefined || jid.endsWith('@lid');

/** @param chosen the chats that are taken over */
export function translateHistory(
  translator: Translator,
  { chats, contacts, messages, progress }: HistoryChunk,
  chosen: readonly string[],
): { events: EventBody[]; translated: Translated[] } {
  const { people } = translator;
  const taken = new Set(chosen);
  const isTaken = (jid: string | null | undefined) => Boolean(jid) && taken.has(people.canonical(jid ?? ''));
  const translated = translateAll(
    translator,
    messages.filter(({ key }) => isTaken(key.remoteJid)),
  );
  // Names that people give themselves come apart from the chats.
  const known = contacts.filter(({ id, notify }) => (notify ? !isGroup(id) : isTaken(id) && !isGroup(id)));
  const events: HistoryEvent[] = [
    ...inPieces(known, CONTACTS_TOGETHER).map((piece): HistoryEvent => ({
      type: 'history_received',
      contacts: piece.map((each) => toContact(people, each)),
    })),
    ...inPieces(
      translated.map(({ message }) => message),
      MESSAGES_TOGETHER,
      BYTES_TOGETHER,
    ).map((piece): HistoryEvent => ({ type: 'history_received', messages: piece })),
  ];
  const about = chats.flatMap(({ id, unreadCount, conversationTimestamp }) => {
    if (!id || !isTaken(id)) return [];
    const chatId = people.canonical(id);
    const newest = translated.findLast(({ message }) => message.chatId === chatId && !isAct(message.content));
    const lastAt = newest?.message.timestamp ?? dateOf(conversationTimestamp);
    return [{ chatId, lastAt, unread: Math.max(0, unreadCount ?? 0) }];
  });
  if (about.length > 0) events.unshift({ type: 'history_received', chats: about });
  if ((progress ?? 0) >= 100) events.push({ type: 'history_received', complete: true });
  return { events, translated };
}

/** Oldest first: what was done to a message comes after it. */
function translateAll(translator: Translator, messages: readonly WAMessage[]): Translated[] {
  const sorted = messages
    .toReversed()
    .toSorted((a, b) => Number(a.messageTimestamp ?? 0) - Number(b.messageTimestamp ?? 0));
  const then = { ...translator, placeInSecond: arrivalClock() };
  return sorted.flatMap((original) => translateOne(then, original) ?? []);
}

function translateOne(translator: Translator, given: WAMessage): Translated | undefined {
  const { number, lid = '' } = translator.people.me;
  const participant = given.key.participant ?? given.participant;
  const original = { ...given, key: { ...given.key, ...(participant && { participant }) } };
  cleanMessage(original, number, lid);
  const message = translateMessage(translator, original);
  // What the phone itself could not read will not come any more.
  if (!message || message.content.type === 'waiting') return undefined;
  const marks = marksOf(translator.people, message, original);
  const status = message.fromMe && original.status ? (STATUS[original.status] ?? message.status) : message.status;
  return { message: { ...message, status, ...(marks && { marks }) }, original };
}

/** Reactions and votes lie beside the message that they were given to. */
function marksOf(people: People, { content }: Message, { reactions, pollUpdates }: WAMessage): Marks | undefined {
  const author = (key: proto.IMessageKey | null | undefined) =>
    key?.fromMe ? 'me' : people.canonical(key?.participant ?? key?.remoteJid ?? '');
  const given = (reactions ?? []).flatMap(({ key, text }): [string, string][] => {
    const emoji = clean(text, 64);
    return emoji ? [[author(key), emoji]] : [];
  });
  const options = content.type === 'poll' ? content.options : [];
  const votes = (pollUpdates ?? []).map(({ pollUpdateMessageKey, vote }): [string, string[]] => [
    author(pollUpdateMessageKey),
    chosenOf(options, vote?.selectedOptions ?? []),
  ]);
  if (given.length + votes.length === 0) return undefined;
  return {
    ...(given.length > 0 && { reactions: Object.fromEntries(given) }),
    ...(votes.length > 0 && { votes: Object.fromEntries(votes) }),
  };
}

/** Pieces of at most so many, and about so many bytes as JSON. */
function inPieces<T>(all: readonly T[], most: number, bytes = Infinity): T[][] {
  const pieces: T[][] = [];
  let room = 0;
  for (const each of all) {
    const size = bytes === Infinity ? 0 : JSON.stringify(each).length;
    const last = pieces.at(-1);
    if (last && last.length < most && room >= size) last.push(each);
    else {
      pieces.push([each]);
      room = bytes;
    }
    room -= size;
  }
  return pieces;
}
