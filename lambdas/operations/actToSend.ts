import type { Act, Outgoing } from '../../core/model/content.ts';
import { isGroup } from '../../core/model/jid.ts';
import type { Message } from '../../core/model/message.ts';
import type { SessionRow } from '../../core/store/sessions.ts';
import type { Context } from '../context.ts';
import { findTarget } from './findTarget.ts';
import { refuse } from './refusals.ts';

export type OutgoingAct = Extract<Outgoing, { type: Act['type'] }>;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Phones take no edit, and no deletion for everyone, of a message that is older. */
const EDITABLE_MS = 15 * MINUTE;
const DELETABLE_MS = 60 * HOUR;

/**
 * What is done to another message of the same chat.
 * @param at the field that the caller wrote it in
 * @throws {KeeplineError} `message_not_found`, `invalid_request`, `too_late`
 */
export async function actToSend(
  context: Context,
  row: SessionRow,
  to: string,
  act: OutgoingAct,
  at: string,
): Promise<Act> {
  const field = `${at}.messageId`;
  const target = await findTarget(context, row.id, { field, id: act.messageId, chatId: to });
  const { fromMe, participant, content } = target;
  const key = { messageId: act.messageId, fromMe, ...(participant && !fromMe && { participant }) };
  const age = context.now() - Date.parse(target.timestamp);
  switch (act.type) {
    case 'reaction':
      return { type: act.type, emoji: act.emoji, ...key };
    case 'edit':
      if (!fromMe) throw refuse(field, 'must be a message of your own: others’ cannot be edited');
      if (content.type !== 'text')
        throw refuse(field, `must be a text: a message of the kind "${content.type}" cannot be edited`);
      if (age > EDITABLE_MS) throw refuse(field, 'must not be older than 15 minutes to be edited', 'too_late');
      return { type: act.type, text: act.text, ...key };
    case 'delete':
      if (!fromMe && !isGroup(to))
        throw refuse(field, 'must be a message of your own: others’ can only be deleted in groups, by admins');
      if (age > DELETABLE_MS)
        throw refuse(field, 'must not be older than 60 hours to be deleted for everyone', 'too_late');
      return { type: act.type, ...key };
    case 'vote':
      return { type: act.type, options: choiceIn(target, act.options, at), ...key };
  }
}

/** The options of a poll that a vote is for. */
function choiceIn({ content }: Message, chosen: string[], at: string): string[] {
  if (content.type !== 'poll')
    throw refuse(`${at}.messageId`, `must be a poll; this message is of the kind "${content.type}"`);
  const unknown = chosen.find((option) => !content.options.includes(option));
  const options = [...new Set(chosen)];
  const allowed = content.options.map((option) => `"${option}"`).join(', ');
  if (unknown !== undefined) throw refuse(`${at}.options`, `must be among the poll's: ${allowed}`);
  if (content.selectable > 0 && options.length > content.selectable) {
    throw refuse(`${at}.options`, `must not be more than ${content.selectable}: the poll says so`);
  }
  return options;
}
