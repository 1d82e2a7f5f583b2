import { ringWebhooks } from '../../core/channels/webhookBells.ts';
import { KeeplineError } from '../../core/model/errors.ts';
import { EventId } from '../../core/model/ids.ts';
import { Delivery } from '../../core/model/webhooks.ts';
import { getDelivery, scheduleTry } from '../../core/store/deliveries.ts';
import { findWebhook } from '../operations/findWebhook.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';

/** POST /api/webhooks/{webhookId}/deliveries/{deliveryId}/redrive: it is tried again at once, whatever became of it. */
export async function redriveDelivery({ context, event, principal }: Call): Promise<HttpResult> {
  const { table, webhookBells, now } = context;
  const { tenant, id: webhookId } = await findWebhook(context, principal, event.pathParameters?.['webhookId']);
  const eventId = EventId.safeParse(event.pathParameters?.['deliveryId']).data;
  const found = eventId && (await getDelivery(table, webhookId, eventId));
  if (!found) throw new KeeplineError('delivery_not_found', 'This webhook has no delivery with this id.');
  const dueAt = new Date(now()).toISOString();
  const row = await scheduleTry(table, found, dueAt, dueAt);
  // Else a try is under way at this very moment, which is what was asked for.
  if (row) await ringWebhooks(webhookBells, { type: 'try', tenant, webhookId, eventId: found.id, dueAt });
  return json(202, Delivery, row ?? found);
}
