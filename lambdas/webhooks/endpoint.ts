/** A webhook's endpoint and how it does: what fails is counted, and what fails for long is left alone, then paused. */
import { pushNotice } from '../../core/channels/frames.ts';
import { ringWebhooks } from '../../core/channels/webhookBells.ts';
import type { WebhookEvent } from '../../core/model/webhooks.ts';
import { clearFailures, countFailure, pauseWebhook, rest } from '../../core/store/webhookHealth.ts';
import { getWebhook, type WebhookRow } from '../../core/store/webhooks.ts';
import type { WebhooksContext } from './context.ts';
import { deliver } from './deliver.ts';
import { consequenceOf, RESTS_AFTER } from './policy.ts';
import { type Posted, Poster } from './post.ts';

/** Beside the time-out of a try that looks how an endpoint does: what else that try may take. */
const MARGIN_MS = 5_000;

export class Endpoint {
  readonly #context: WebhooksContext;
  /** As far as it is known; undefined when it was deleted. */
  #webhook: WebhookRow | undefined;
  #poster: Poster;

  constructor(context: WebhooksContext, webhook: WebhookRow) {
    this.#context = context;
    this.#webhook = webhook;
    this.#poster = new Poster(webhook.url, { ...context, ...context.policy });
  }

  get webhook(): WebhookRow | undefined {
    return this.#webhook;
  }

  /** Looks whether the webhook was changed, paused or deleted. */
  async refresh(): Promise<void> {
    if (!this.#webhook) return;
    this.#know(await getWebhook(this.#context.table, this.#webhook.tenant, this.#webhook.id));
  }

  /** Whether something may be sent now. After many failures one caller may, at the end of each rest. */
  async isOpen(): Promise<boolean> {
    const { table, policy, now } = this.#context;
    const webhook = this.#webhook;
    if (!webhook || webhook.paused) return false;
    if (webhook.failures < RESTS_AFTER) return true;
    if (Date.parse(webhook.restUntil ?? '') > now()) return false;
    const until = new Date(now() + policy.timeoutMs + MARGIN_MS).toISOString();
    const mine = await rest(table, webhook, until, webhook.restUntil);
    if (mine) this.#webhook = mine;
    return mine !== undefined;
  }

  /** One attempt, and what it means for the endpoint. Only while it is open. */
  async deliver(event: WebhookEvent): Promise<Posted> {
    const webhook = this.#webhook;
    if (!webhook) throw new Error('nothing is delivered to a webhook that is gone');
    const posted = await deliver(this.#context, webhook, this.#poster, event);
    const { id: eventId, type, sessionId: session, correlationId } = event;
    const about = { webhookId: webhook.id, eventId, type, session, correlationId };
    this.#context.log.info('delivery', { ...about, status: posted.httpStatus, reason: posted.error });
    if (posted.error) await this.#failed(webhook, posted.error);
    else if (webhook.failures > 0) await this.#recovered(webhook);
    return posted;
  }

  [Symbol.dispose](): void {
    this.#poster[Symbol.dispose]();
  }

  async #failed(webhook: WebhookRow, error: string): Promise<void> {
    const { table, policy, now, webhookBells } = this.#context;
    const at = now();
    const counted = await countFailure(table, webhook, error, new Date(at).toISOString());
    this.#know(counted);
    if (!counted || counted.paused) return;
    const consequence = consequenceOf(policy, counted, at, Math.random());
    if (consequence?.type === 'pause') {
      const paused = await pauseWebhook(table, webhook, { reason: consequence.reason, at: new Date(at).toISOString() });
      this.#know(paused);
      if (paused) await this.#tellPaused(paused, error);
    }
    if (consequence?.type === 'rest') {
      const { until } = consequence;
      const resting = await rest(table, webhook, until, counted.restUntil);
      if (resting) this.#know(resting);
      // Another's failure has just set the rest: it rings, too.
      else return this.refresh();
      await ringWebhooks(webhookBells, { type: 'tenant', tenant: webhook.tenant }, Date.parse(until) - at);
    }
  }

  async #tellPaused({ id, tenant, sessionId, paused }: WebhookRow, lastError: string): Promise<void> {
    const { frames, log } = this.#context;
    if (!paused) return;
    const { reason, at: since } = paused;
    log.warn('a webhook is paused', { webhookId: id, reason, lastError });
    const frame = { type: 'webhook_paused', webhookId: id, sessionId, reason, lastError, since } as const;
    // Who cannot be told sees it in the webhook.
    await pushNotice(frames, { tenant, sessionId }, frame).catch((cause: unknown) =>
      log.warn('nobody could be told of a paused webhook', { webhookId: id, error: cause }),
    );
  }

  /** Whatever was put off meanwhile goes now. */
  async #recovered(webhook: WebhookRow): Promise<void> {
    const { table, webhookBells } = this.#context;
    this.#know((await clearFailures(table, webhook)) ?? (await getWebhook(table, webhook.tenant, webhook.id)));
    if (webhook.failures < RESTS_AFTER) return;
    await ringWebhooks(webhookBells, { type: 'tenant', tenant: webhook.tenant });
  }

  #know(webhook: WebhookRow | undefined): void {
    if (webhook && webhook.url !== this.#webhook?.url) {
      this.#poster[Symbol.dispose]();
      this.#poster = new Poster(webhook.url, { ...this.#context, ...this.#context.policy });
    }
    this.#webhook = webhook;
  }
}
