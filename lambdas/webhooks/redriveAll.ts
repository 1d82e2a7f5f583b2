import { ringAllWebhooks, ringWebhooks } from '../../core/channels/webhookBells.ts';
import type { WebhookBell } from '../../core/model/bells.ts';
import { type DeliveryRow, listDeliveries, scheduleTry } from '../../core/store/deliveries.ts';
import type { WebhooksContext } from './context.ts';

const PAGE = 100;
/** What a page may take. */
const PAGE_MS = 5_000;

/** Makes every failed delivery of a webhook due now: those that were given up, and those that wait for their next try. */
export async function redriveAll(
  context: WebhooksContext,
  bell: Extract<WebhookBell, { type: 'redrive' }>,
  deadline: number,
): Promise<void> {
  const { table, now, webhookBells } = context;
  const { tenant, webhookId } = bell;
  const dueAt = new Date(now()).toISOString();
  for (const state of ['given_up', 'retrying'] as const) {
    let cursor: string | undefined;
    do {
      if (now() + PAGE_MS > deadline) return ringWebhooks(webhookBells, bell);
      const page = await listDeliveries(table, webhookId, { state, cursor, limit: PAGE });
      const waiting = page.rows.filter(({ nextTryAt }) => nextTryAt === undefined || nextTryAt > dueAt);
      const due = await Promise.all(waiting.map((row) => scheduleTry(table, row, dueAt, dueAt)));
      const bells = due.filter((row): row is DeliveryRow => row !== undefined);
      await ringAllWebhooks(
        webhookBells,
        bells.map(({ id: eventId }) => ({ type: 'try', tenant, webhookId, eventId, dueAt })),
      );
      cursor = page.cursor;
    } while (cursor);
  }
}
