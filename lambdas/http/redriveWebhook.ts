import { ringWebhooks } from '../../core/channels/webhookBells.ts';
import { RedriveStarted } from '../../core/model/webhooks.ts';
import { findWebhook } from '../operations/findWebhook.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';

/** POST /api/webhooks/{webhookId}/redrive: every failed delivery is tried again, from now on. */
export async function redriveWebhook({ context, event, principal }: Call): Promise<HttpResult> {
  const { tenant, id } = await findWebhook(context, principal, event.pathParameters?.['webhookId']);
  await ringWebhooks(context.webhookBells, { type: 'redrive', tenant, webhookId: id });
  return json(202, RedriveStarted, { status: 'started' });
}
