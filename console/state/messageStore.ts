import type { SessionEvent } from '../../core/model/events.ts';
import { advances, type Message, type MessageStatus } from '../../core/model/message.ts';
import { applyAct, keyOfMessage, targetOf } from './applyAct.ts';

type Step = { status: MessageStatus; reason?: string | undefined };

/** The messages that the page knows. They come from pages, from events and from our own sends, in any order. */
export interface MessageStore {
  messages: ReadonlyMap<string, Message>;
  /** Steps of messages that are not here yet, by id. */
  early: ReadonlyMap<string, Step>;
}

export const EMPTY: MessageStore = { messages: new Map(), early: new Map() };

const keyOf = ({ chatId, fromMe, id, participant }: Message) => keyOfMessage(chatId, id, fromMe, participant);

const step = (message: Message, { status, reason }: Step): Message =>
  advances(message.status, status) ? { ...message, status, ...(reason && { reason }) } : message;

/** What is known of a message already stays, where the other one does not know it yet. */
function merge(before: Message, found: Message): Message {
  const status = advances(found.status, before.status) ? before.status : found.status;
  return { ...found, status, marks: found.marks ?? before.marks };
}

/** Those that are not known yet are put after all others, or before them when they come from a page of older ones. */
export function addMessages(store: MessageStore, found: Message[], place: 'before' | 'after' = 'after'): MessageStore {
  const known = new Map(store.messages);
  const fresh = new Map<string, Message>();
  for (const message of found) {
    const target = targetOf(message);
    if (target !== undefined) {
      const acted = known.get(target);
      // One that is not here yet brings its marks along.
      if (acted) known.set(target, applyAct(acted, message));
      continue;
    }
    const key = keyOf(message);
    const before = known.get(key);
    const early = store.early.get(message.id);
    const newest = before ? merge(before, message) : message;
    (before ? known : fresh).set(key, early ? step(newest, early) : newest);
  }
  return { ...store, messages: new Map(place === 'before' ? [...fresh, ...known] : [...known, ...fresh]) };
}

export function takeEvent(store: MessageStore, event: SessionEvent): MessageStore {
  if (event.type === 'message_received' || event.type === 'message_sent') return addMessages(store, [event.message]);
  if (event.type === 'message_media') return takeMedia(store, event);
  // One member of a group got it: the message as a whole has its own event.
  if (event.type !== 'message_status' || event.recipient !== undefined) return store;
  const { messageId, status, reason } = event;
  const found = [...store.messages].find(([, { id }]) => id === messageId);
  if (!found) return { ...store, early: new Map(store.early).set(messageId, { status, reason }) };
  const [key, message] = found;
  return { ...store, messages: new Map(store.messages).set(key, step(message, { status, reason })) };
}

function takeMedia(
  store: MessageStore,
  { messageId, chatId, media }: Extract<SessionEvent, { type: 'message_media' }>,
) {
  const messages = new Map(store.messages);
  for (const [key, message] of messages) {
    const { content } = message;
    if (message.id !== messageId || message.chatId !== chatId || !('media' in content)) continue;
    messages.set(key, { ...message, content: { ...content, media } });
  }
  return { ...store, messages };
}
