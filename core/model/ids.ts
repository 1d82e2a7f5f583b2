/** Every id of ours is made and parsed here. Runs in browsers too: only web standards. */
import * as z from 'zod';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** 26 characters of Crockford's base 32: 48 bits of time, then 80 random bits; sorts by time. */
function sortableId(now: number): string {
  let time = '';
  for (let rest = now, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) time = ALPHABET.charAt(rest % 32) + time;
  const random = crypto.getRandomValues(new Uint8Array(16));
  return time + Array.from(random, (byte) => ALPHABET.charAt(byte % 32)).join('');
}

export const SessionId = z
  .string()
  .regex(/^ses_[0-9a-z]{26}$/, 'must be a session id, "ses_" and 26 characters')
  .brand<'SessionId'>();
export type SessionId = z.infer<typeof SessionId>;

export const TenantId = z.string().min(1).max(256).brand<'TenantId'>();
export type TenantId = z.infer<typeof TenantId>;

/** WhatsApp's own id of a message: what we choose for our sends, what the sender chose for the others. */
export const MessageId = z.string().min(1).max(128).brand<'MessageId'>();
export type MessageId = z.infer<typeof MessageId>;

/** A file that a session got or will send. */
export const MediaId = z
  .string()
  .regex(/^med_[0-9a-z]{26}$/, 'must be a media id, "med_" and 26 characters')
  .brand<'MediaId'>();
export type MediaId = z.infer<typeof MediaId>;

/** Something that was asked of a session's worker. */
export const OperationId = z
  .string()
  .regex(/^op_[0-9a-z]{26}$/, 'must be an operation id, "op_" and 26 characters')
  .brand<'OperationId'>();
export type OperationId = z.infer<typeof OperationId>;

export const ApiKeyId = z
  .string()
  .regex(/^key_[0-9a-z]{26}$/, 'must be the id of an API key, "key_" and 26 characters')
  .brand<'ApiKeyId'>();
export type ApiKeyId = z.infer<typeof ApiKeyId>;

/** API Gateway's id of a WebSocket connection. */
export type ConnectionId = string & z.$brand<'ConnectionId'>;

export const WorkerId = z
  .string()
  .regex(/^wrk-[0-9a-z]{26}$/)
  .brand<'WorkerId'>();
export type WorkerId = z.infer<typeof WorkerId>;

export const WebhookId = z
  .string()
  .regex(/^whk_[0-9a-z]{26}$/, 'must be a webhook id, "whk_" and 26 characters')
  .brand<'WebhookId'>();
export type WebhookId = z.infer<typeof WebhookId>;

/** An event's own id, the same whenever and wherever it is told: made from its session and its `seq`. */
export const EventId = z
  .string()
  .regex(/^evt_[0-9a-z]{26}_\d{1,16}$/, 'must be an event id, "evt_", 26 characters, "_" and a number')
  .brand<'EventId'>();
export type EventId = z.infer<typeof EventId>;

export const eventIdOf = ({ sessionId, seq }: { sessionId: SessionId; seq: number }): EventId =>
  EventId.parse(`evt_${sessionId.slice(4)}_${seq}`);

/** The id of an event that is none of a session's. */
export const newTestEventId = (now = Date.now()): EventId => EventId.parse(`evt_${sortableId(now)}_0`);

export const newSessionId = (now = Date.now()): SessionId => SessionId.parse(`ses_${sortableId(now)}`);
export const newWebhookId = (now = Date.now()): WebhookId => WebhookId.parse(`whk_${sortableId(now)}`);
export const newMediaId = (now = Date.now()): MediaId => MediaId.parse(`med_${sortableId(now)}`);
export const newApiKeyId = (now = Date.now()): ApiKeyId => ApiKeyId.parse(`key_${sortableId(now)}`);
export const newWorkerId = (now = Date.now()): WorkerId => WorkerId.parse(`wrk-${sortableId(now)}`);
export const newOperationId = (now = Date.now()): OperationId => OperationId.parse(`op_${sortableId(now)}`);
/** When an id of ours was made, in milliseconds since 1970: the ten characters after its prefix. */
export const madeAt = (id: string): number =>
  Array.from(id.slice(-26, -16)).reduce((time, character) => time * 32 + ALPHABET.indexOf(character), 0);

export const newRequestId = (now = Date.now()): string => `req_${sortableId(now)}`;
export const newAuditId = (now = Date.now()): string => `aud_${sortableId(now)}`;
