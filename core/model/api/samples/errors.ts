import type { ErrorCode } from '../../errors.ts';
import { ErrorAnswer } from '../errorAnswer.ts';
import { sample, type Sample } from './sample.ts';
import { IDS } from './story.ts';

/** What each error says, much as its function does: a new one does not compile without its line. */
const WORDS: Record<ErrorCode, string> = {
  invalid_json: 'The body is not valid JSON.',
  invalid_request: 'The body is not valid. label: must be a string',
  unknown_type: 'A frame is an object whose "type" is one of create_session, subscribe, ping and others.',
  unauthenticated: 'Send an access token, "Authorization: Bearer …", or an "X-Api-Key".',
  token_expired: 'The token has expired.',
  forbidden: 'This API key lacks the scope "messages:send".',
  guests_not_allowed: 'Sessions without an account are not allowed here. Sign in.',
  session_not_found: 'There is no session with this id.',
  message_not_found: 'This session has no message with this id.',
  chat_not_found: 'This session has no chat with this id.',
  group_not_found: 'There is no group with this id, or the account is not in it.',
  operation_not_found: 'This session has no operation with this id.',
  webhook_not_found: 'There is no webhook with this id.',
  delivery_not_found: 'This webhook has no delivery with this id.',
  media_not_found: 'This session has no file with this id.',
  api_key_not_found: 'There is no API key with this id.',
  worker_not_found: 'There is no worker with this id.',
  lead_not_found: 'There is no lead with this id.',
  handover_not_found: 'There is nothing to collect: no phone is linked yet, or somebody has collected it.',
  route_not_found: 'There is no such route.',
  not_acceptable: 'The QR code comes as application/json, image/png, image/svg+xml.',
  idempotency_conflict: 'This Idempotency-Key was used for a different request.',
  session_not_ready: 'The session is "disconnected": it can do this once it is "connected".',
  media_not_ready: 'This file is not there yet: it was not uploaded, or is on its way.',
  qr_not_available: 'The session has no QR code to scan now: it is "connected".',
  session_already_linked: 'The session is "connected": a phone is linked already.',
  session_not_linked: 'The session has no credentials here: link a phone, or import it.',
  session_ephemeral: 'An ephemeral session only pairs a phone: ask for a new one instead.',
  device_in_use: 'Another session has these credentials.',
  too_many_webhooks: 'There are 50 webhooks already: delete one first.',
  too_many_sessions: 'There are 1000 sessions already: archive or erase one first.',
  too_late: 'The request is not valid. messageId: must not be older than 15 minutes to be edited',
  events_expired: 'Events are kept for 7 days, and some after this place are gone.',
  payload_too_large: 'The body is too large: at most 256 KB.',
  not_on_whatsapp: 'WhatsApp said within the last day that this number is not there.',
  too_many_requests: 'Too many requests. Wait before the next one.',
  wrong_passphrase: 'The file does not open with this passphrase, or is not whole.',
  too_many_guest_sessions: 'Too many people pair a phone without an account just now. Try again later.',
  internal: 'Something failed on our side. Try again.',
  unavailable: 'Something that we need does not answer now. Try again.',
  not_authorized: 'WhatsApp does not let the account do this.',
  not_found: 'There is no such thing.',
  conflict: 'It cannot be done as things are now.',
  whatsapp_refused: 'WhatsApp refused it with 406.',
  rate_limited: 'WhatsApp asks to wait before this is done again.',
  whatsapp_unavailable: 'WhatsApp did not answer.',
  timed_out: 'WhatsApp did not answer in time.',
  outcome_unknown: 'It was begun, and nobody knows what came of it.',
  operation_expired: 'It could not be begun in time, and is not done. Ask again once the session is connected.',
};

/** What some say beside their words. */
const MORE: Partial<Record<ErrorCode, object>> = {
  invalid_request: { details: [{ field: 'label', message: 'must be a string' }] },
  events_expired: { details: { earliest: 42 } },
  too_many_requests: { retryAfter: 12 },
  unavailable: { retryAfter: 2 },
};

/** By code. */
export const ERROR_SAMPLES = Object.fromEntries(
  Object.entries(WORDS).map(([code, message]) => {
    const error = { code: code as ErrorCode, message, ...MORE[code as ErrorCode], requestId: IDS.request };
    return [code, sample(ErrorAnswer, { error })];
  }),
) as Record<ErrorCode, Sample>;
