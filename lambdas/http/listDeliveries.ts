import { DeliveryPage, ListDeliveries } from '../../core/model/webhooks.ts';
import { listDeliveries as list } from '../../core/store/deliveries.ts';
import { findWebhook } from '../operations/findWebhook.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';
import { queryOf } from './request.ts';

/** GET /api/webhooks/{webhookId}/deliveries */
export async function listDeliveries({ context, event, principal }: Call): Promise<HttpResult> {
  const query = queryOf(ListDeliveries, event);
  const { id } = await findWebhook(context, principal, event.pathParameters?.['webhookId']);
  const { rows, cursor } = await list(context.table, id, query);
  return json(200, DeliveryPage, { deliveries: rows, cursor });
}
