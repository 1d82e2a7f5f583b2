import { ringAllWebhooks, ringWebhooks } from '../../core/channels/webhookBells.ts';
import type { WebhookBell } from '../../core/model/bells.ts';
import type { SessionId } from '../../core/model/ids.ts';
import { overdueTries } from '../../core/store/deliveries.ts';
import { newestEvent } from '../../core/store/events.ts';
import { listSessionIds } from '../../core/store/sessions.ts';
import { readCursors } from '../../core/store/webhookCursors.ts';
import { allWebhooks, type WebhookRow } from '../../core/store/webhooks.ts';
import type { WebhooksContext } from './context.ts';

/** Sessions that one bell looks at, and how many of them at a time. */
const PAGE = 100;
const LANES = 10;
/** Tries that one bell finds; there are more only where an endpoint was away for long. */
const TRIES = 500;
const MORE_TRIES_MS = 30_000;

/**
 * Finds what bells that were lost, or came at a bad time, have left: sessions whose journal is ahead of a webhook's
 * cursor, and tries that are overdue. Rings for each.
 */
export async function lookAtTenant(
  context: WebhooksContext,
  { tenant, after }: Extract<WebhookBell, { type: 'tenant' }>,
): Promise<void> {
  const { table, now, webhookBells } = context;
  const webhooks = (await allWebhooks(table, tenant)).filter(
    ({ paused, restUntil }) => !paused && !(Date.parse(restUntil ?? '') > now()),
  );
  if (webhooks.length === 0) return;
  if (after === undefined) for (const webhook of webhooks) await ringTries(context, webhook);
  const { ids, cursor } = await listSessionIds(table, tenant, { cursor: after, limit: PAGE });
  for (let from = 0; from < ids.length; from += LANES) {
    const looked = ids.slice(from, from + LANES);
    const lagging = await Promise.all(looked.map((id) => isBehind(context, webhooks, id)));
    const bells = looked.filter((_, i) => lagging[i]).map((sessionId) => ({ type: 'session', sessionId }) as const);
    await ringAllWebhooks(webhookBells, bells);
  }
  if (cursor) await ringWebhooks(webhookBells, { type: 'tenant', tenant, after: cursor });
}

/** Whether one of the webhooks has not been told everything that it is for. */
async function isBehind({ table }: WebhooksContext, webhooks: WebhookRow[], id: SessionId): Promise<boolean> {
  const hearing = webhooks.filter(({ sessionId }) => (sessionId ?? id) === id);
  if (hearing.length === 0) return false;
  const [newest, cursors] = await Promise.all([newestEvent(table, id), readCursors(table, id)]);
  if (!newest) return false;
  return hearing.some((webhook) => {
    const place = cursors.get(webhook.id);
    return place === undefined ? newest.at >= webhook.createdAt : place < newest.seq;
  });
}

async function ringTries({ table, now, webhookBells }: WebhooksContext, { tenant, id }: WebhookRow): Promise<void> {
  const tries = await overdueTries(table, id, new Date(now()).toISOString(), TRIES);
  const bells = tries.flatMap(({ id: eventId, nextTryAt: dueAt }) =>
    dueAt ? [{ type: 'try', tenant, webhookId: id, eventId, dueAt } as const] : [],
  );
  await ringAllWebhooks(webhookBells, bells);
  if (tries.length === TRIES) await ringWebhooks(webhookBells, { type: 'tenant', tenant }, MORE_TRIES_MS);
}
