/** Rings for the webhooks of a session's tenant when the session's journal has something for them. */
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { openWebhookBells, ringWebhooks, type WebhookBells } from '../core/channels/webhookBells.ts';
import type { SessionId, TenantId } from '../core/model/ids.ts';
import type { Table } from '../core/store/table.ts';
import { allWebhooks, KNOWN_FOR_MS, wants, type WebhookRow } from '../core/store/webhooks.ts';
import { pause } from './pause.ts';

/** Who delivers reads on until the journal has no more: commits in quick succession need no bell each. */
const BETWEEN_MS = 250;
const TENANTS_KNOWN = 10_000;

export class WebhookRinger {
  readonly #table: Table;
  readonly #bells: WebhookBells;
  readonly #log: Logger;
  readonly #known = new LRUCache<TenantId, Promise<WebhookRow[]>>({ max: TENANTS_KNOWN, ttl: KNOWN_FOR_MS });
  /** Sessions that were rung for just now, and whether they are to be once more. */
  readonly #rung = new Map<SessionId, boolean>();
  readonly #underway = new Set<Promise<void>>();

  constructor(table: Table, queueUrl: string, log: Logger) {
    this.#table = table;
    this.#bells = openWebhookBells(queueUrl);
    this.#log = log;
  }

  /** Events of these types are in the session's journal. A bell that does not ring only delays: a sweep finds them. */
  ring(tenant: TenantId, id: SessionId, types: readonly string[]): void {
    if (types.length === 0) return;
    const work = this.#ring(tenant, id, types)
      .catch((error: unknown) => this.#log.warn({ session: id, error: String(error) }, 'no bell for the webhooks'))
      .finally(() => this.#underway.delete(work));
    this.#underway.add(work);
  }

  /** Resolves when every bell has rung. */
  async settled(): Promise<void> {
    await Promise.all(this.#underway);
  }

  async #ring(tenant: TenantId, id: SessionId, types: readonly string[]): Promise<void> {
    const webhooks = await this.#webhooksOf(tenant);
    if (!webhooks.some((webhook) => !webhook.paused && types.some((type) => wants(webhook, id, type)))) return;
    if (this.#rung.has(id)) return void this.#rung.set(id, true);
    try {
      do {
        this.#rung.set(id, false);
        await ringWebhooks(this.#bells, { type: 'session', sessionId: id });
        await pause(BETWEEN_MS);
      } while (this.#rung.get(id));
    } finally {
      this.#rung.delete(id);
    }
  }

  /** Not a call for each commit: what was asked for lately is known. */
  async #webhooksOf(tenant: TenantId): Promise<WebhookRow[]> {
    const known = this.#known.get(tenant);
    if (known) return known;
    const found = allWebhooks(this.#table, tenant);
    this.#known.set(tenant, found);
    found.catch(() => this.#known.delete(tenant));
    return found;
  }
}
