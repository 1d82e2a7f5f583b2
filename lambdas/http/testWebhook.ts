import { newTestEventId } from '../../core/model/ids.ts';
import { WebhookTested } from '../../core/model/webhooks.ts';
import { findWebhook } from '../operations/findWebhook.ts';
import { deliver } from '../webhooks/deliver.ts';
import { Poster } from '../webhooks/post.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';

const TIMEOUT_MS = 10_000;

/** POST /api/webhooks/{webhookId}/test: delivers an event of type `webhook_test` now, once, and tells what came of it. */
export async function testWebhook({ context, event, principal }: Call): Promise<HttpResult> {
  const { allowPrivate, now } = context;
  const webhook = await findWebhook(context, principal, event.pathParameters?.['webhookId']);
  using poster = new Poster(webhook.url, { allowPrivate, timeoutMs: TIMEOUT_MS });
  const test = {
    id: newTestEventId(now()),
    type: 'webhook_test',
    webhookId: webhook.id,
    correlationId: context.correlationId,
    timestamp: new Date(now()).toISOString(),
  };
  const posted = await deliver(context, webhook, poster, test);
  return json(200, WebhookTested, { delivered: posted.error === undefined, ...posted });
}
