import { KeeplineError } from '../../core/model/errors.ts';
import { WebhookId } from '../../core/model/ids.ts';
import type { Principal } from '../../core/model/principal.ts';
import { findWebhook as findOfAnybody, getWebhook, type WebhookRow } from '../../core/store/webhooks.ts';
import type { Context } from '../context.ts';

export const webhookNotFound = () => new KeeplineError('webhook_not_found', 'There is no webhook with this id.');

/**
 * A webhook that the caller may see. Somebody else's is told from one that does not exist by nothing.
 * @param id as the caller wrote it
 * @throws {KeeplineError} `webhook_not_found`
 */
export async function findWebhook(
  { table }: Context,
  { tenantId, role }: Principal,
  id: string | undefined,
): Promise<WebhookRow> {
  const wanted = WebhookId.safeParse(id).data;
  if (!wanted) throw webhookNotFound();
  const row = (await getWebhook(table, tenantId, wanted)) ?? (role === 'admin' && (await findOfAnybody(table, wanted)));
  if (!row) throw webhookNotFound();
  return row;
}
