/**
 * What became of a message after it was written, as attributes of its row. Each author and each member has one of their
 * own, so that what comes at once or out of order meets without a lock: the newest act counts, and a status only grows.
 */
import * as z from 'zod';
import type { Marks } from '../model/content.ts';
import { type Message, MessageStatus } from '../model/message.ts';

/** One attribute of a message's row: an act of one author. */
export interface Mark {
  name: string;
  value: { at: string; text?: string; emoji?: string; options?: string[] };
}

const ME = 'me';
const REACTION = 'reaction#';
const VOTE = 'vote#';
const RECIPIENT = 'recipient#';

/** The mark that an act leaves on its target; undefined for what is no act. */
export function markOf({ content, fromMe, participant, chatId, timestamp: at }: Message): Mark | undefined {
  const author = fromMe ? ME : (participant ?? chatId);
  switch (content.type) {
    case 'reaction':
      return { name: REACTION + author, value: { emoji: content.emoji, at } };
    case 'vote':
      return { name: VOTE + author, value: { options: content.options, at } };
    case 'edit':
      return { name: 'edited', value: { text: content.text, at } };
    case 'delete':
      return { name: 'deleted', value: { at } };
    default:
      return undefined;
  }
}

export const recipientAttribute = (jid: string): string => RECIPIENT + jid;

/** The attributes of marks that a message brings along, out of history. They are as old as it: what comes later counts. */
export function markAttributes({ marks = {}, timestamp: at }: Message): Record<string, unknown> {
  const { edited, deleted, reactions = {}, votes = {} } = marks;
  return {
    ...(edited && { edited }),
    ...(deleted && { deleted }),
    ...Object.fromEntries(Object.entries(reactions).map(([author, emoji]) => [REACTION + author, { emoji, at }])),
    ...Object.fromEntries(Object.entries(votes).map(([author, options]) => [VOTE + author, { options, at }])),
  };
}

const Reaction = z.object({ emoji: z.string() });
const Vote = z.object({ options: z.array(z.string()) });
const Edited = z.object({ text: z.string(), at: z.string() }).optional();
const Deleted = z.object({ at: z.string() }).optional();

/** What the attributes of a row say was done to its message; undefined for nothing. */
export function marksIn(item: Record<string, unknown>): Marks | undefined {
  const reactions = named(item, REACTION, (value) => Reaction.parse(value).emoji || undefined);
  const votes = named(item, VOTE, (value) => {
    const { options } = Vote.parse(value);
    return options.length > 0 ? options : undefined;
  });
  const [edited, deleted] = [Edited.parse(item['edited']), Deleted.parse(item['deleted'])];
  const marks: Marks = {
    ...(edited && { edited }),
    ...(deleted && { deleted }),
    ...(reactions && { reactions }),
    ...(votes && { votes }),
  };
  return Object.keys(marks).length > 0 ? marks : undefined;
}

/** How far a message has come with each member; undefined where nobody has told. */
export const recipientsIn = (item: Record<string, unknown>): Record<string, MessageStatus> | undefined =>
  named(item, RECIPIENT, (value) => MessageStatus.parse(value));

function named<T>(item: Record<string, unknown>, prefix: string, read: (value: unknown) => T | undefined) {
  const found = Object.entries(item).flatMap(([name, value]): [string, T][] => {
    const what = name.startsWith(prefix) ? read(value) : undefined;
    return what === undefined ? [] : [[name.slice(prefix.length), what]];
  });
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}
