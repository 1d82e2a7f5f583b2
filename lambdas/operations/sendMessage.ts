import type { Outgoing } from '../../core/model/content.ts';
import { fingerprint } from '../../core/model/derivedIds.ts';
import { KeeplineError } from '../../core/model/errors.ts';
import { isGroup, isLid, phoneNumberOf } from '../../core/model/jid.ts';
import type { Message } from '../../core/model/message.ts';
import { canSend } from '../../core/model/session.ts';
import { chatNamed } from '../../core/store/chatNamed.ts';
import { whoWrote } from '../../core/store/chats.ts';
import { askToLook } from '../../core/store/asks.ts';
import { acceptMessage, withdrawMessage } from '../../core/store/messages.ts';
import { isKnownAbsent } from '../../core/store/numbers.ts';
import { getSession, type SessionRow, toSession } from '../../core/store/sessions.ts';
import type { Context } from '../context.ts';
import { countMessage } from '../limits/limits.ts';
import { contentToSend } from './contentToSend.ts';
import { sessionNotFound } from './findSession.ts';
import { findRepeat, type MessageKey } from './findRepeat.ts';
import { requireStatus } from './requireStatus.ts';
import { ringOwner } from './ringOwner.ts';

/** What a caller wants to send. */
interface Sending {
  /** A canonical JID. */
  to: string;
  content: Outgoing;
  /** The caller's subject. */
  by: string;
  /** Where the caller sets one. */
  deadlineSeconds?: number | undefined;
  /** The field that the caller wrote the content in; errors name it. */
  at: string;
  key: MessageKey | undefined;
}

/**
 * Accepts a message into the session's outbox, once for each key, and rings the owner.
 * @throws {KeeplineError} `session_not_ready`, `not_on_whatsapp`, `idempotency_conflict`, and what `contentToSend` throws
 */
export async function sendMessage(
  context: Context,
  row: SessionRow,
  { to, content, by, deadlineSeconds, at, key }: Sending,
): Promise<Message> {
  const { table, now } = context;
  const print = fingerprint({ to, content, deadlineSeconds });
  // A repeat learns what became of the first, whatever the session is doing by now, and whatever it would say by now.
  const { id, first } = await findRepeat(table, row.id, key, print);
  if (first) {
    await ringSender(context, row);
    return first;
  }
  await requireStatus(context, row, canSend, 'it can send');
  const chatId = await chatNamed(table, row.id, to);
  if (await isKnownAbsent(table, row.id, chatId, now())) {
    throw new KeeplineError('not_on_whatsapp', 'WhatsApp said within the last day that this number is not there.');
  }
  await countMessage(context, row.tenant);
  const instant = now();
  const seconds = deadlineSeconds ?? context.messageDeadlineSeconds;
  const message: Message = {
    id,
    sessionId: row.id,
    chatId,
    phoneNumber: phoneNumberOf(chatId),
    lid: isLid(to) ? to : undefined,
    fromMe: true,
    by,
    content: await contentToSend(context, row, chatId, content, at),
    timestamp: new Date(instant).toISOString(),
    deadline: new Date(instant + seconds * 1000).toISOString(),
    status: 'accepted',
  };
  const cold = !isGroup(chatId) && !(await whoWrote(table, row.id, [chatId])).has(chatId);
  const accepted = await acceptMessage(table, message, print, {
    connection: key?.connection,
    cold,
    correlationId: context.correlationId,
  });
  // Somebody else was quicker under the same number: now it is known to be theirs.
  if (!accepted) return sendMessage(context, row, { to, content, by, deadlineSeconds, at, key });
  // While the message was on its way into the outbox the session may have come to rest, or be gone.
  const after = await getSession(table, row.id);
  if (!after) {
    await withdrawMessage(table, row.id, id);
    throw sessionNotFound();
  }
  await ringSender(context, after);
  return accepted;
}

/** A message waits. A session that cannot send has its owner look, or gets one that does: it tells what becomes of it. */
async function ringSender(context: Context, row: SessionRow): Promise<void> {
  if (canSend(toSession(row).status)) return ringOwner(context, row);
  const asked = await askToLook(context.table, row.id, new Date(context.now()).toISOString());
  if (asked) await ringOwner(context, asked);
}
