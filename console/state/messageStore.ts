import type { SessionEvent } from '../../core/model/events.ts';
import { advances, type Message, type MessageStatus } from '../../core/model/message.ts';

type Step = { status: MessageStatus; reason?: string | undefined };

/** The messages that the page knows. They come from pages, from events and from our own sends, in any order. */
export interface MessageStore {
  messages: ReadonlyMap<string, Message>;
  /** Steps of messages that are not here yet, by id. */
  early: ReadonlyMap<string, Step>;
}

export const EMPTY: MessageStore = { messages: new Map(), early: new Map() };

const keyOf = ({ chatId, fromMe, id, participant }: Message) =>
  fromMe ? id : [chatId, id, participant ?? ''].join(' ');

const step = (message: Message, { status, reason }: Step): Message =>
  advances(message.status, status) ? { ...message, status, ...(reason && { reason }) } : message;

/** Those that are not known yet are put after all others, or before them when they come from a page of older ones. */
export function addMessages(store: MessageStore, found: Message[], place: 'before' | 'after' = 'after'): MessageStore {
  const known = new Map(store.messages);
  const fresh = new Map<string, Message>();
  for (const message of found) {
    const key = keyOf(message);
    const before = known.get(key);
    const early = store.early.get(message.id);
    const newest = before && advances(message.status, before.status) ? { ...message, status: before.status } : message;
    (before ? known : fresh).set(key, early ? step(newest, early) : newest);
  }
  return { ...store, messages: new Map(place === 'before' ? [...fresh, ...known] : [...known, ...fresh]) };
}

export function takeEvent(store: MessageStore, event: SessionEvent): MessageStore {
  if (event.type === 'message_received' || event.type === 'message_sent') return addMessages(store, [event.message]);
  if (event.type !== 'message_status') return store;
  const { messageId, status, reason } = event;
  const found = [...store.messages].find(([, { id }]) => id === messageId);
  if (!found) return { ...store, early: new Map(store.early).set(messageId, { status, reason }) };
  const [key, message] = found;
  return { ...store, messages: new Map(store.messages).set(key, step(message, { status, reason })) };
}
