import { Logger } from '@aws-lambda-powertools/logger';
import { openWebhookBells, type WebhookBells } from '../../core/channels/webhookBells.ts';
import { openTable, type Table } from '../../core/store/table.ts';
import { openVault, type Vault } from '../../core/store/vault.ts';
import type { WebhooksConfig } from './config.ts';
import type { Policy } from './policy.ts';

/** What the deliverers work with: one for each container. */
export interface WebhooksContext {
  table: Table;
  vault: Vault;
  webhookBells: WebhookBells;
  policy: Policy;
  /** Endpoints may be at private addresses, and without TLS. */
  allowPrivate: boolean;
  log: Logger;
  /** Milliseconds since 1970. */
  now: () => number;
}

export const openContext = (config: WebhooksConfig): WebhooksContext => ({
  table: openTable(config.tableName),
  vault: openVault(config.keyId),
  webhookBells: openWebhookBells(config.queueUrl),
  policy: config.policy,
  allowPrivate: config.allowPrivate,
  log: new Logger({ serviceName: 'keepline-webhooks' }),
  now: Date.now,
});
