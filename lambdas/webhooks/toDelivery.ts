import type { WebhookEvent } from '../../core/model/webhooks.ts';
import type { DeliveryRow } from '../../core/store/deliveries.ts';
import type { WebhookRow } from '../../core/store/webhooks.ts';
import { nextTry, type Policy } from './policy.ts';
import type { Posted } from './post.ts';

/**
 * The log's row after an attempt.
 * @param before the row until now, where it was tried before
 * @param now milliseconds since 1970
 */
export function toDelivery(
  policy: Policy,
  { id: webhookId }: WebhookRow,
  { id, sessionId, seq, type, correlationId }: WebhookEvent,
  { httpStatus, error, latencyMs }: Posted,
  now: number,
  before?: DeliveryRow,
): DeliveryRow {
  const at = new Date(now).toISOString();
  const { attempts = 0, firstAttemptAt = at, triesSince = at } = before ?? {};
  const nextTryAt = error === undefined ? undefined : nextTry(policy, triesSince, now, Math.random());
  return {
    webhookId,
    id,
    sessionId,
    seq,
    type,
    correlationId,
    state: error === undefined ? 'delivered' : nextTryAt === undefined ? 'given_up' : 'retrying',
    attempts: attempts + 1,
    httpStatus,
    error,
    latencyMs,
    firstAttemptAt,
    lastAttemptAt: at,
    nextTryAt,
    triesSince,
  };
}
