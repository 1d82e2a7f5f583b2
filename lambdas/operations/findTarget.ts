import { isAct, type Saying } from '../../core/model/content.ts';
import type { MessageId, SessionId } from '../../core/model/ids.ts';
import { isGroup, isLid } from '../../core/model/jid.ts';
import type { Message } from '../../core/model/message.ts';
import { findNamed } from '../../core/store/messages.ts';
import type { Context } from '../context.ts';
import { refuse } from './refusals.ts';

/** A message that another one is about, by what the caller wrote in `field`. */
interface Named {
  field: string;
  id: MessageId;
  /** The chat that it has to be in; any where there is none. */
  chatId?: string;
}

/**
 * The message that a request names.
 * @throws {KeeplineError} `message_not_found`; `invalid_request` when nothing can be done with it, or it is in another chat
 */
export async function findTarget(
  { table }: Context,
  sessionId: SessionId,
  { field, id, chatId }: Named,
): Promise<Message & { content: Saying }> {
  const named = await findNamed(table, sessionId, id);
  if (named.length === 0) throw refuse(field, 'there is no message with this id in this session', 'message_not_found');
  const inChat = named.filter((message) => chatId === undefined || isIn(message, chatId));
  const target = inChat.find(({ fromMe }) => fromMe) ?? inChat[0];
  if (!target) throw refuse(field, 'must be a message of the chat that is written to');
  const { content } = target;
  if (isAct(content)) throw refuse(field, `must be a message that says something; this one is a "${content.type}"`);
  if (target.marks?.deleted) throw refuse(field, 'this message was deleted');
  if (target.status === 'failed') throw refuse(field, 'this message was not sent');
  return { ...target, content };
}

/** A person's chat goes by number and by LID. */
const isIn = ({ chatId, lid, phoneNumber }: Message, to: string): boolean =>
  chatId === to ||
  (!isGroup(to) && (isLid(to) ? lid === to : phoneNumber !== undefined && to === `${phoneNumber}@s.whatsapp.net`));
