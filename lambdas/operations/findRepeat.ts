import { messageIdFor } from '../../core/model/derivedIds.ts';
import { KeeplineError } from '../../core/model/errors.ts';
import type { ConnectionId, MessageId, SessionId } from '../../core/model/ids.ts';
import type { Message } from '../../core/model/message.ts';
import type { Table } from '../../core/store/table.ts';
import { findAccepted } from '../../core/store/messages.ts';

/**
 * What a caller calls a message, so that a repeat is known as one. HTTP's key is its caller's word that it is used once. A
 * frame's `requestId` is scoped to who is calling, and with `connection` known to be no such word: two clients may both
 * number their frames from 1.
 */
export interface MessageKey {
  parts: readonly string[];
  connection?: ConnectionId;
}

/**
 * The id that a message is accepted under, and the message if it was before.
 * @param print tells it from any other
 * @throws {KeeplineError} `idempotency_conflict` when the caller used the key for a different message
 */
export async function findRepeat(
  table: Table,
  sessionId: SessionId,
  key: MessageKey | undefined,
  print: string,
): Promise<{ id: MessageId; first?: Message | undefined }> {
  const id = messageIdFor(sessionId, key?.parts);
  const found = key && (await findAccepted(table, sessionId, id));
  if (!found || found.fingerprint === print) return { id, first: found?.message };
  if (key.connection === undefined || key.connection === found.connection) {
    throw new KeeplineError('idempotency_conflict', 'This idempotency key was used for a different message.');
  }
  // Somebody else's number: here it stands for what is said under it.
  return findRepeat(table, sessionId, { parts: [...key.parts, print] }, print);
}
