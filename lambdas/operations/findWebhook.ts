import { KeeplineError } from '../../core/model/errors.ts';
import { WebhookId } from '../../core/model/ids.ts';
import type { Principal } from '../../core/model/principal.ts';
import { findWebhook as findOfAnybody, getWebhook, type WebhookRow } from '../../core/store/webhooks.ts';
import type { Context } from '../context.ts';

export const webhookNotFound = () => new KeeplineError('webhook_not_found', 'There is no webhook with this id.');

/** An API key that is bound to sessions sees the webhooks of just these. */
export const maySeeWebhook = ({ key }: Principal, { sessionId }: Pick<WebhookRow, 'sessionId'>): boolean =>
  key?.sessions === undefined || (sessionId !== undefined && key.sessions.includes(sessionId));

/**
 * A webhook that the caller may see. Somebody else's is told from one that does not exist by nothing.
 * @param id as the caller wrote it
 * @throws {KeeplineError} `webhook_not_found`
 */
export async function findWebhook(
  { table }: Context,
  principal: Principal,
  id: string | undefined,
): Promise<WebhookRow> {
  const { tenantId, role } = principal;
  const wanted = WebhookId.safeParse(id).data;
  if (!wanted) throw webhookNotFound();
  const row = (await getWebhook(table, tenantId, wanted)) ?? (role === 'admin' && (await findOfAnybody(table, wanted)));
  if (!row || !maySeeWebhook(principal, row)) throw webhookNotFound();
  return row;
}
