import { CreateWebhook, WebhookWithSecret } from '../../core/model/webhooks.ts';
import { toWebhook } from '../../core/store/webhooks.ts';
import { createWebhook as create } from '../operations/createWebhook.ts';
import { ringTenant } from '../operations/ringTenant.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';
import { bodyOf, idempotencyKeyOf } from './request.ts';

/** POST /api/webhooks */
export async function createWebhook({ context, event, principal }: Call): Promise<HttpResult> {
  const body = bodyOf(CreateWebhook, event);
  const { row, secret } = await create(context, principal, body, idempotencyKeyOf(event));
  await ringTenant(context, row.tenant, { known: false });
  return json(201, WebhookWithSecret, { webhook: toWebhook(row, context.now()), secret });
}
