import { Webhook } from '../../core/model/webhooks.ts';
import { deleteWebhook as remove, toWebhook } from '../../core/store/webhooks.ts';
import { findWebhook } from '../operations/findWebhook.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';

/** DELETE /api/webhooks/{webhookId}: it hears nothing any more. Answers what it was. */
export async function deleteWebhook({ context, event, principal }: Call): Promise<HttpResult> {
  const row = await findWebhook(context, principal, event.pathParameters?.['webhookId']);
  await remove(context.table, row);
  return json(200, Webhook, toWebhook(row, context.now()));
}
