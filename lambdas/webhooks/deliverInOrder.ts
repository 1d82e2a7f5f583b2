import { ringWebhooks } from '../../core/channels/webhookBells.ts';
import { eventIdOf, type SessionId } from '../../core/model/ids.ts';
import type { SessionEvent } from '../../core/model/events.ts';
import { placeBefore, readOnward } from '../../core/store/events.ts';
import { CursorLease } from '../../core/store/webhookCursors.ts';
import { wants, type WebhookRow } from '../../core/store/webhooks.ts';
import type { WebhooksContext } from './context.ts';
import { DeliveryLog } from './deliveryLog.ts';
import { Endpoint } from './endpoint.ts';
import { toDelivery } from './toDelivery.ts';

const PAGE = 100;
/** What a deliverer may take beside waiting for the endpoint, before it shows another sign of life. */
const MARGIN_MS = 5_000;

/**
 * Delivers a session's events to a webhook, one after the other, from where the last deliverer stopped until the journal
 * has no more. An event whose delivery failed is put aside for its own tries, and the next ones go on.
 * @param deadline when this function ends, in milliseconds since 1970; the rest is for the next bell
 */
export async function deliverInOrder(
  context: WebhooksContext,
  webhook: WebhookRow,
  sessionId: SessionId,
  deadline: number,
): Promise<void> {
  const { table, policy, now, webhookBells } = context;
  const mayTakeMs = policy.timeoutMs + MARGIN_MS;
  const lease = await CursorLease.take(table, { sessionId, webhookId: webhook.id }, mayTakeMs);
  if (!lease) return;
  using endpoint = new Endpoint(context, webhook);
  const log = new DeliveryLog(context, webhook);
  let after = lease.after ?? (await placeBefore(table, sessionId, webhook.createdAt));

  async function deliver(event: SessionEvent): Promise<'done' | 'late' | 'closed'> {
    const current = endpoint.webhook;
    if (!current) return 'closed';
    if (!wants(current, sessionId, event.type)) return 'done';
    if (now() + mayTakeMs > deadline) return 'late';
    if (!(await endpoint.isOpen())) return 'closed';
    const named = { id: eventIdOf(event), ...event };
    await log.add(toDelivery(policy, current, named, await endpoint.deliver(named), now()));
    return 'done';
  }

  for (;;) {
    const { events, complete } = await readOnward(table, sessionId, after, PAGE);
    for (const event of events) {
      const end = await deliver(event);
      if (end !== 'done') {
        await log.write();
        await lease.drop(after);
        if (end === 'late') await ringWebhooks(webhookBells, { type: 'session', sessionId });
        return;
      }
      after = event.seq;
      if (log.isDue) {
        await log.write();
        if (!(await lease.advance(after))) return;
        await endpoint.refresh();
      }
    }
    await log.write();
    if (complete && (await lease.release(after))) return;
  }
}
