import { fingerprint, webhookIdFor } from '../../core/model/derivedIds.ts';
import { KeeplineError } from '../../core/model/errors.ts';
import { newWebhookId } from '../../core/model/ids.ts';
import type { Principal } from '../../core/model/principal.ts';
import type { CreateWebhook } from '../../core/model/webhooks.ts';
import { allWebhooks, createWebhook as write, MOST_WEBHOOKS, type WebhookRow } from '../../core/store/webhooks.ts';
import type { Context } from '../context.ts';
import { makeSecret, openedSecret } from '../webhooks/secrets.ts';
import { checkWebhookUrl } from './checkWebhookUrl.ts';
import { findSession } from './findSession.ts';
import { maySeeWebhook } from './findWebhook.ts';

/**
 * Makes a webhook, or finds it under its idempotency key. It hears what happens from now on.
 * @returns the row, and the secret that it signs with
 * @throws {KeeplineError} `invalid_request`, `forbidden`, `session_not_found`, `too_many_webhooks`, `idempotency_conflict`
 */
export async function createWebhook(
  context: Context,
  principal: Principal,
  body: CreateWebhook,
  idempotencyKey?: string,
): Promise<{ row: WebhookRow; secret: string }> {
  const { table, vault, now } = context;
  checkWebhookUrl(context, body.url);
  if (!maySeeWebhook(principal, body)) {
    throw new KeeplineError('forbidden', 'This API key is bound to sessions: its webhooks are each for one of them.');
  }
  const session = body.sessionId && (await findSession(context, principal, body.sessionId));
  const tenant = session?.tenant ?? principal.tenantId;
  const id = idempotencyKey === undefined ? newWebhookId(now()) : webhookIdFor(tenant, idempotencyKey);
  const others = (await allWebhooks(table, tenant)).filter((webhook) => webhook.id !== id);
  if (others.length >= MOST_WEBHOOKS) {
    throw new KeeplineError('too_many_webhooks', `There are ${MOST_WEBHOOKS} webhooks already: delete one first.`);
  }
  const at = new Date(now()).toISOString();
  const { sealed } = await makeSecret(vault, { tenant, id });
  const row = await write(table, {
    ...body,
    id,
    tenant,
    createdAt: at,
    updatedAt: at,
    secrets: [{ sealed }],
    failures: 0,
    ...(idempotencyKey !== undefined && { fingerprint: fingerprint(body) }),
  });
  const [newest] = row.secrets;
  if (!newest) throw new Error('a webhook without a secret');
  return { row, secret: await openedSecret(vault, row, newest) };
}
