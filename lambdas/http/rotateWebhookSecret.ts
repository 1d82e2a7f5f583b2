import { KeeplineError } from '../../core/model/errors.ts';
import { WebhookWithSecret } from '../../core/model/webhooks.ts';
import { toWebhook } from '../../core/store/webhooks.ts';
import { findWebhook } from '../operations/findWebhook.ts';
import { rotateSecret } from '../operations/rotateSecret.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';

/** POST /api/webhooks/{webhookId}/rotate-secret: the old secret signs beside the new one for 24 hours. */
export async function rotateWebhookSecret({ context, event, principal }: Call): Promise<HttpResult> {
  const webhook = await findWebhook(context, principal, event.pathParameters?.['webhookId']);
  const rotated = await rotateSecret(context, webhook);
  if (!rotated) throw new KeeplineError('unavailable', 'The webhook was changed at the same moment. Try again.');
  return json(200, WebhookWithSecret, { webhook: toWebhook(rotated.row, context.now()), secret: rotated.secret });
}
