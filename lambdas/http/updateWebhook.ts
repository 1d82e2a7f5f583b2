import { UpdateWebhook, Webhook } from '../../core/model/webhooks.ts';
import { changeWebhook, toWebhook } from '../../core/store/webhooks.ts';
import { checkWebhookUrl } from '../operations/checkWebhookUrl.ts';
import { findWebhook, webhookNotFound } from '../operations/findWebhook.ts';
import { ringTenant } from '../operations/ringTenant.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';
import { bodyOf } from './request.ts';

/** PATCH /api/webhooks/{webhookId} */
export async function updateWebhook({ context, event, principal }: Call): Promise<HttpResult> {
  const change = bodyOf(UpdateWebhook, event);
  checkWebhookUrl(context, change.url);
  const found = await findWebhook(context, principal, event.pathParameters?.['webhookId']);
  const row = await changeWebhook(context.table, found, change, new Date(context.now()).toISOString());
  if (!row) throw webhookNotFound();
  await ringTenant(context, row.tenant, { known: false });
  return json(200, Webhook, toWebhook(row, context.now()));
}
