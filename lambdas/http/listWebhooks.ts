import { ListWebhooks, WebhookPage } from '../../core/model/webhooks.ts';
import { listWebhooks as list, toWebhook } from '../../core/store/webhooks.ts';
import { maySeeWebhook } from '../operations/findWebhook.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';
import { queryOf } from './request.ts';

/** GET /api/webhooks */
export async function listWebhooks({ context, event, principal }: Call): Promise<HttpResult> {
  const { rows, cursor } = await list(context.table, principal.tenantId, queryOf(ListWebhooks, event));
  const webhooks = rows.filter((row) => maySeeWebhook(principal, row)).map((row) => toWebhook(row, context.now()));
  return json(200, WebhookPage, { webhooks, cursor });
}
