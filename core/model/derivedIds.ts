import { createHash, randomBytes } from 'node:crypto';
import { MediaId, MessageId, OperationId, SessionId, type TenantId, WebhookId } from './ids.ts';

const digest = (...parts: string[]) => createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/**
 * The WhatsApp id of a message to send, fixed when it is accepted: the same key gives the same id, so that a repeat can
 * never be a second message. "3EB0" marks a WhatsApp Web client, as Baileys does.
 * @param key its parts; HTTP's Idempotency-Key is one
 */
export function messageIdFor(sessionId: SessionId, key: readonly string[] | undefined): MessageId {
  const hex = key === undefined ? randomBytes(9).toString('hex') : digest(sessionId, ...key).slice(0, 18);
  return MessageId.parse(`3EB0${hex.toUpperCase()}`);
}

/** The id of a session that was asked for under an idempotency key. It does not sort by time; nothing relies on that. */
export function sessionIdFor(tenantId: TenantId, idempotencyKey: string): SessionId {
  return SessionId.parse(`ses_${digest(tenantId, idempotencyKey).slice(0, 26)}`);
}

/**
 * The id of the file that a received message brought: the message again, after a crash or from history, names the same
 * file. What makes a received message one is its chat, its author and its id.
 */
export function mediaIdFor(
  sessionId: SessionId,
  message: { id: MessageId; fromMe: boolean; chatId: string; participant?: string | undefined },
): MediaId {
  const author = message.fromMe ? 'me' : (message.participant ?? '');
  return MediaId.parse(`med_${digest(sessionId, message.chatId, author, message.id).slice(0, 26)}`);
}

/** The id of an operation that was asked for under an idempotency key. */
export function operationIdFor(sessionId: SessionId, idempotencyKey: string): OperationId {
  return OperationId.parse(`op_${digest(sessionId, 'operation', idempotencyKey).slice(0, 26)}`);
}

/** The id of a webhook that was asked for under an idempotency key. */
export function webhookIdFor(tenantId: TenantId, idempotencyKey: string): WebhookId {
  return WebhookId.parse(`whk_${digest('webhook', tenantId, idempotencyKey).slice(0, 26)}`);
}

/** Tells two requests under one idempotency key apart. */
export const fingerprint = (body: unknown): string => digest(JSON.stringify(body)).slice(0, 32);
