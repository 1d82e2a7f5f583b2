import { proto } from '@whiskeysockets/baileys';
import type { Account } from '../state/account.ts';
import type { Message } from '../state/message.ts';
import { messageKey } from '../state/message.ts';
import type { World } from '../state/world.ts';
import type { Chat } from './chat.ts';
import { readVote } from './content/votes.ts';

/** Lets a message that is about another one (a reaction, an edit, a deletion, a vote) do its work there. */
export function applyMarks(account: Account, message: Message, chat: Chat | undefined, world: World): void {
  const { content, author } = message;
  const target = findMessage(account, message.chat, (content.messageId as string | undefined) ?? '');
  if (!target || !chat) return;
  const { marks } = target;
  const mayChange = target.author === author || (chat.group?.isAdmin(author) ?? false);
  if (content.type === 'reaction') marks.reactions = withEntry(marks.reactions, author, String(content.emoji));
  else if (content.type === 'edit' && target.author === author) marks.edited = content.content as Message['content'];
  else if (content.type === 'delete' && mayChange) marks.deleted = true;
  else if (content.type === 'vote') {
    const chosen = readVote(world, proto.Message.decode(message.plain), target, message);
    if (chosen) marks.votes = { ...marks.votes, [author]: chosen };
  } else return;
  account.saveMessage(target);
}

/** A message of a chat, written by anybody. */
export function findMessage(account: Account, chat: string, id: string): Message | undefined {
  return account.messages.get(messageKey(chat, false, id)) ?? account.messages.get(messageKey(chat, true, id));
}

function withEntry(entries: Record<string, string> | undefined, name: string, value: string) {
  const { [name]: _, ...rest } = entries ?? {};
  return value ? { ...rest, [name]: value } : rest;
}
