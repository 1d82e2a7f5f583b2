import type { Outgoing } from '../../core/model/content.ts';
import { fingerprint, messageIdFor } from '../../core/model/derivedIds.ts';
import { KeeplineError } from '../../core/model/errors.ts';
import { isLid, phoneNumberOf } from '../../core/model/jid.ts';
import type { Message } from '../../core/model/message.ts';
import { canSend } from '../../core/model/session.ts';
import { acceptMessage, findOwnMessage } from '../../core/store/messages.ts';
import { type SessionRow, toSession } from '../../core/store/sessions.ts';
import type { Context } from '../context.ts';
import { contentToSend } from './contentToSend.ts';
import { ringOwner } from './ringOwner.ts';

/**
 * Accepts a message into the session's outbox, once for each idempotency key, and rings the owner.
 * @param to a canonical JID
 * @throws {KeeplineError} `session_not_ready`, `idempotency_conflict`
 */
export async function sendMessage(
  context: Context,
  row: SessionRow,
  { to, content }: { to: string; content: Outgoing },
  idempotencyKey?: string,
): Promise<Message> {
  const { table, now } = context;
  const id = messageIdFor(row.id, idempotencyKey);
  const { status } = toSession(row);
  // A repeat learns what became of the first, whatever the session is doing by now.
  const refused = !canSend(status) && (idempotencyKey === undefined || !(await findOwnMessage(table, row.id, id)));
  if (refused) {
    throw new KeeplineError('session_not_ready', `The session is "${status}": it can send once it is "connected".`);
  }
  const message: Message = {
    id,
    sessionId: row.id,
    chatId: to,
    phoneNumber: phoneNumberOf(to),
    lid: isLid(to) ? to : undefined,
    fromMe: true,
    content: contentToSend(content),
    timestamp: new Date(now()).toISOString(),
    status: 'accepted',
  };
  const accepted = await acceptMessage(table, message, fingerprint({ to, content }));
  await ringOwner(context, row);
  return accepted;
}
