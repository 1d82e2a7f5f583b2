import type { Media } from '../../core/model/content.ts';
import type { SessionEvent } from '../../core/model/events.ts';
import type { ChatChange } from '../../core/model/chats.ts';
import { phoneNumberOf } from '../../core/model/jid.ts';
import { advances, type Message, type MessageStatus } from '../../core/model/message.ts';
import { applyAct, keyOfMessage, targetOf } from './applyAct.ts';

type Step = { status: MessageStatus; reason?: string | undefined };

/** The messages that the page knows. They come from pages, from events and from our own sends, in any order. */
export interface MessageStore {
  messages: ReadonlyMap<string, Message>;
  /** Steps of messages that are not here yet, by id. */
  early: ReadonlyMap<string, Step>;
  /** Files that are here, or cannot be had, as events told: a page or a message may come later, and be older. */
  files: ReadonlyMap<string, Media>;
}

export const EMPTY: MessageStore = { messages: new Map(), early: new Map(), files: new Map() };

const keyOf = ({ chatId, fromMe, id, participant }: Message) => keyOfMessage(chatId, id, fromMe, participant);

const step = (message: Message, { status, reason }: Step): Message =>
  advances(message.status, status) ? { ...message, status, ...(reason && { reason }) } : message;

/** With what was told of its file. */
function withFile(message: Message, files: MessageStore['files']): Message {
  const { content } = message;
  const media = 'media' in content && content.media.state === 'pending' && files.get(content.media.mediaId);
  return media ? { ...message, content: { ...content, media } } : message;
}

/** Whether a message would be new here. One that only does something to another is none. */
export const isNew = (store: MessageStore, message: Message): boolean =>
  targetOf(message) === undefined && !store.messages.has(keyOf(message));

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
    const newest = withFile(before ? merge(before, message) : message, store.files);
    (before ? known : fresh).set(key, early ? step(newest, early) : newest);
  }
  return { ...store, messages: new Map(place === 'before' ? [...fresh, ...known] : [...known, ...fresh]) };
}

export function takeEvent(store: MessageStore, event: SessionEvent): MessageStore {
  if (event.type === 'message_received' || event.type === 'message_sent') return addMessages(store, [event.message]);
  if (event.type === 'message_media') return takeMedia(store, event);
  if (event.type === 'chat_updated') return joinChats(store, event.chat);
  if (event.type === 'history_received') return (event.chats ?? []).reduce(joinChats, store);
  // One member of a group got it: the message as a whole has its own event.
  if (event.type !== 'message_status' || event.recipient !== undefined) return store;
  const { messageId, status, reason } = event;
  const found = [...store.messages].find(([, { id }]) => id === messageId);
  if (!found) return { ...store, early: new Map(store.early).set(messageId, { status, reason }) };
  const [key, message] = found;
  return { ...store, messages: new Map(store.messages).set(key, step(message, { status, reason })) };
}

/** A person is known by number now: what was told by LID is in the number's chat. */
function joinChats(store: MessageStore, { chatId, lid }: ChatChange): MessageStore {
  if (lid === undefined) return store;
  const phoneNumber = phoneNumberOf(chatId);
  const joined = new Map<string, Message>();
  for (const message of store.messages.values()) {
    const named = message.chatId === lid ? { ...message, chatId, phoneNumber, lid } : message;
    const before = joined.get(keyOf(named));
    joined.set(keyOf(named), before ? merge(before, named) : named);
  }
  return { ...store, messages: joined };
}

function takeMedia(store: MessageStore, { media }: Extract<SessionEvent, { type: 'message_media' }>): MessageStore {
  const files = new Map(store.files).set(media.mediaId, media);
  const messages = new Map(Array.from(store.messages, ([key, message]) => [key, withFile(message, files)]));
  return { ...store, messages, files };
}
