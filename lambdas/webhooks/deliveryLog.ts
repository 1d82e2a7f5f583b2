import { ringWebhooks } from '../../core/channels/webhookBells.ts';
import { BATCH, type DeliveryRow, writeDeliveries } from '../../core/store/deliveries.ts';
import type { WebhookRow } from '../../core/store/webhooks.ts';
import type { WebhooksContext } from './context.ts';

/** Deliveries that went well are written many at a time, but no later than this. */
const LATEST_MS = 1_000;

/** Writes down what became of deliveries, and has failed ones tried again. */
export class DeliveryLog {
  readonly #context: WebhooksContext;
  readonly #webhook: WebhookRow;
  #rows: DeliveryRow[] = [];
  #writtenAt: number;

  constructor(context: WebhooksContext, webhook: WebhookRow) {
    this.#context = context;
    this.#webhook = webhook;
    this.#writtenAt = context.now();
  }

  get isDue(): boolean {
    return this.#rows.length >= BATCH || this.#context.now() - this.#writtenAt >= LATEST_MS;
  }

  async add(row: DeliveryRow): Promise<void> {
    this.#rows.push(row);
    if (row.state === 'delivered') return;
    await this.write();
    const { tenant, id: webhookId } = this.#webhook;
    const { id: eventId, nextTryAt: dueAt } = row;
    if (!dueAt) return;
    const waitMs = Date.parse(dueAt) - this.#context.now();
    await ringWebhooks(this.#context.webhookBells, { type: 'try', tenant, webhookId, eventId, dueAt }, waitMs);
  }

  async write(): Promise<void> {
    if (this.#rows.length > 0) await writeDeliveries(this.#context.table, this.#rows);
    this.#rows = [];
    this.#writtenAt = this.#context.now();
  }
}
