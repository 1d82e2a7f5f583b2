import { isGroup, isLid, phoneNumberOf } from '../../core/model/jid.ts';
import type { Message } from '../../core/model/message.ts';

export interface Chat {
  /** The number where it is known, else the canonical chat id. */
  key: string;
  /** What to write to. */
  chatId: string;
  title: string;
  /** The person's LID: the chat may have been opened by it. */
  lid: string | undefined;
  /** Oldest first. */
  messages: Message[];
}

/** A person has a number and a LID; messages may carry either. */
function numbersByLid(messages: Iterable<Message>): Map<string, string> {
  const numbers = new Map<string, string>();
  for (const { lid, phoneNumber } of messages) if (lid && phoneNumber) numbers.set(lid, phoneNumber);
  return numbers;
}

/** WhatsApp's times are whole seconds, ours are finer: within a second the order is that of arrival. */
const second = ({ timestamp }: Message): number => Math.floor(Date.parse(timestamp) / 1000);

/** The newest chat first. `messages` come in the order of their arrival. */
export function chatsOf(messages: Iterable<Message>): Chat[] {
  const all = [...messages].toSorted((a, b) => second(a) - second(b));
  const numbers = numbersByLid(all);
  const chats = new Map<string, Chat>();
  for (const message of all) {
    const { chatId, phoneNumber } = message;
    const key = isGroup(chatId) ? chatId : (phoneNumber ?? phoneNumberOf(chatId) ?? numbers.get(chatId) ?? chatId);
    const chat = chats.get(key) ?? { key, chatId, title: titleOf(key), lid: undefined, messages: [] };
    chat.chatId = chatId;
    chat.lid ??= message.lid;
    chat.messages.push(message);
    if (!message.fromMe && message.pushName && !isGroup(chatId)) chat.title = message.pushName;
    // Set anew, so that the chat with the newest message is the last.
    chats.delete(key);
    chats.set(key, chat);
  }
  return [...chats.values()].toReversed();
}

/** The chats with the names of groups, by their ids, where they are known. */
export const named = (chats: Chat[], subjects: ReadonlyMap<string, string>): Chat[] =>
  chats.map((chat) => ({ ...chat, title: subjects.get(chat.chatId) ?? chat.title }));

export function titleOf(key: string): string {
  if (isGroup(key)) return 'Group';
  return isLid(key) ? 'Unknown number' : `+${key}`;
}
