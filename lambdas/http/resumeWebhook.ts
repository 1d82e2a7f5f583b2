import { Webhook } from '../../core/model/webhooks.ts';
import { resumeWebhook as resume } from '../../core/store/webhookHealth.ts';
import { toWebhook } from '../../core/store/webhooks.ts';
import { findWebhook, webhookNotFound } from '../operations/findWebhook.ts';
import { ringTenant } from '../operations/ringTenant.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';

/** POST /api/webhooks/{webhookId}/resume: it goes on where it was, at once. One that is not paused is tried at once, too. */
export async function resumeWebhook({ context, event, principal }: Call): Promise<HttpResult> {
  const found = await findWebhook(context, principal, event.pathParameters?.['webhookId']);
  const row = await resume(context.table, found);
  if (!row) throw webhookNotFound();
  await ringTenant(context, row.tenant, { known: true });
  return json(200, Webhook, toWebhook(row, context.now()));
}
