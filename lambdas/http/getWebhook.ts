import { Webhook } from '../../core/model/webhooks.ts';
import { toWebhook } from '../../core/store/webhooks.ts';
import { findWebhook } from '../operations/findWebhook.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';

/** GET /api/webhooks/{webhookId} */
export async function getWebhook({ context, event, principal }: Call): Promise<HttpResult> {
  const row = await findWebhook(context, principal, event.pathParameters?.['webhookId']);
  return json(200, Webhook, toWebhook(row, context.now()));
}
