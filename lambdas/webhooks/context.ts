import { Logger } from '@aws-lambda-powertools/logger';
import { openWebhookBells, type WebhookBells } from '../../core/channels/webhookBells.ts';
import { type Frames, openFrames } from '../../core/channels/frames.ts';
import { openTable, type Table } from '../../core/store/table.ts';
import { openVault, type Vault } from '../../core/store/vault.ts';
import type { WebhooksConfig } from './config.ts';
import type { Policy } from './policy.ts';

/** What the deliverers work with: one for each container. */
export interface WebhooksContext {
  table: Table;
  vault: Vault;
  webhookBells: WebhookBells;
  frames: Frames;
  policy: Policy;
  /** Endpoints may be at private addresses, and without TLS. */
  allowPrivate: boolean;
  log: Logger;
  /** Milliseconds since 1970. */
  now: () => number;
}

export function openContext(config: WebhooksConfig): WebhooksContext {
  const table = openTable(config.tableName);
  const log = new Logger({ serviceName: 'keepline-webhooks' });
  return {
    table,
    vault: openVault(config.keyId),
    webhookBells: openWebhookBells(config.queueUrl),
    frames: openFrames(table, config.webSocketEndpoint, (words, error) => log.warn(words, { error })),
    policy: config.policy,
    allowPrivate: config.allowPrivate,
    log,
    now: Date.now,
  };
}
