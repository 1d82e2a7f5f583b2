import type { Saying } from '../../core/model/content.ts';
import type { MessageId, SessionId } from '../../core/model/ids.ts';
import type { Context } from '../context.ts';
import { findTarget } from './findTarget.ts';
import { refuse } from './refusals.ts';

/**
 * What a message of any chat of the session says, to be said again. As in WhatsApp's own apps it is marked as forwarded
 * when somebody else had said it.
 * @param field that the caller named it in
 * @throws {KeeplineError} `message_not_found`, `invalid_request`
 */
export async function forwardToSend(
  context: Context,
  sessionId: SessionId,
  id: MessageId,
  field: string,
): Promise<Saying> {
  const { content, fromMe, marks } = await findTarget(context, sessionId, { field, id });
  if (content.type === 'waiting' || content.type === 'unsupported') {
    throw refuse(field, `must be a message whose content is known; this one is "${content.type}"`);
  }
  if ('viewOnce' in content && content.viewOnce) throw refuse(field, 'must not be a message to be seen once');
  if ('media' in content && content.media.state !== 'available') {
    throw refuse(field, `its file has to be "available" first; it is "${content.media.state}"`);
  }
  const { quote: _quote, mentions: _mentions, forwarded, ...said } = content;
  const text = said.type === 'text' && marks?.edited ? { text: marks.edited.text } : {};
  return { ...said, ...text, ...((forwarded || !fromMe) && { forwarded: true }) };
}
