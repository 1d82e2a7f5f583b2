import { type Act, isAct, type Marks } from '../../core/model/content.ts';
import type { Message } from '../../core/model/message.ts';

/** How the page keeps messages apart: our own ids are ours alone, others are known by chat and author. */
export const keyOfMessage = (chatId: string, id: string, fromMe: boolean, participant: string | undefined): string =>
  fromMe ? id : [chatId, id, participant ?? ''].join(' ');

/** The key of the message that an act is done to; undefined for what is no act. */
export function targetOf({ chatId, content }: Message): string | undefined {
  if (!isAct(content)) return undefined;
  return keyOfMessage(chatId, content.messageId, content.fromMe, content.participant);
}

/** A message after an act on it. */
export function applyAct(message: Message, act: Message): Message {
  const { content, fromMe, participant, chatId, timestamp } = act;
  if (!isAct(content)) return message;
  const author = fromMe ? 'me' : (participant ?? chatId);
  return { ...message, marks: marked(message.marks ?? {}, content, author, timestamp) };
}

function marked(marks: Marks, act: Act, author: string, at: string): Marks {
  switch (act.type) {
    case 'edit':
      return (marks.edited?.at ?? '') > at ? marks : { ...marks, edited: { text: act.text, at } };
    case 'delete':
      return { ...marks, deleted: { at } };
    case 'reaction': {
      const { [author]: _, ...others } = marks.reactions ?? {};
      return { ...marks, reactions: act.emoji === '' ? others : { ...others, [author]: act.emoji } };
    }
    case 'vote':
      return { ...marks, votes: { ...marks.votes, [author]: act.options } };
  }
}
