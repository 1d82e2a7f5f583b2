import type { SessionId } from '../../core/model/ids.ts';
import { getSession } from '../../core/store/sessions.ts';
import { allWebhooks } from '../../core/store/webhooks.ts';
import type { WebhooksContext } from './context.ts';
import { deliverInOrder } from './deliverInOrder.ts';

/** Delivers what a session's journal has for each of its tenant's webhooks; they do not wait for each other. */
export async function deliverSession(context: WebhooksContext, sessionId: SessionId, deadline: number): Promise<void> {
  const session = await getSession(context.table, sessionId);
  // An ephemeral one is for the browser that asked, and soon erased.
  if (!session || session.ephemeral) return;
  const webhooks = await allWebhooks(context.table, session.tenant);
  const hearing = webhooks.filter((webhook) => !webhook.paused && (webhook.sessionId ?? sessionId) === sessionId);
  const ends = await Promise.allSettled(
    hearing.map((webhook) => deliverInOrder(context, webhook, sessionId, deadline)),
  );
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
}
