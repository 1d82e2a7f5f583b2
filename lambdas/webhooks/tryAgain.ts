import { ringWebhooks } from '../../core/channels/webhookBells.ts';
import type { WebhookBell } from '../../core/model/bells.ts';
import { eventIdOf } from '../../core/model/ids.ts';
import type { WebhookEvent } from '../../core/model/webhooks.ts';
import { type DeliveryRow, getDelivery, scheduleTry, writeDeliveries } from '../../core/store/deliveries.ts';
import { readOnward } from '../../core/store/events.ts';
import { getWebhook } from '../../core/store/webhooks.ts';
import type { WebhooksContext } from './context.ts';
import { DeliveryLog } from './deliveryLog.ts';
import { Endpoint } from './endpoint.ts';
import { toDelivery } from './toDelivery.ts';

/**
 * Tries a delivery again that had failed. A bell that another one has overtaken means nothing; while the endpoint rests or
 * is paused the try stays due, and is found when that is over.
 */
export async function tryAgain(context: WebhooksContext, bell: Extract<WebhookBell, { type: 'try' }>): Promise<void> {
  const { table, policy, now, webhookBells } = context;
  const webhook = await getWebhook(table, bell.tenant, bell.webhookId);
  const row = webhook && (await getDelivery(table, bell.webhookId, bell.eventId));
  if (!row || row.state !== 'retrying' || row.nextTryAt !== bell.dueAt) return;
  const waitMs = Date.parse(bell.dueAt) - now();
  if (waitMs > 0) return ringWebhooks(webhookBells, bell, waitMs);

  using endpoint = new Endpoint(context, webhook);
  if (!(await endpoint.isOpen())) return;
  // Ours for as long as a try may take; after a crash it is due again.
  const claimed = await scheduleTry(table, row, new Date(now() + 2 * policy.timeoutMs).toISOString());
  if (!claimed) return;
  const event = await readEvent(context, row);
  if (!event) {
    const { nextTryAt: _, ...gone } = row;
    return writeDeliveries(table, [{ ...gone, state: 'given_up', error: 'event_expired' }]);
  }
  const posted = await endpoint.deliver(event);
  const log = new DeliveryLog(context, webhook);
  await log.add(toDelivery(policy, webhook, event, posted, now(), row));
  await log.write();
}

/** The event as the journal has it; undefined when it is too old. */
async function readEvent(
  { table }: WebhooksContext,
  { sessionId, seq }: DeliveryRow,
): Promise<WebhookEvent | undefined> {
  const { events } = await readOnward(table, sessionId, seq - 1, 1);
  const [event] = events;
  return event?.seq === seq ? { id: eventIdOf(event), ...event } : undefined;
}
