import { Logger } from '@aws-lambda-powertools/logger';
import { type Bells, openBells } from '../core/channels/bells.ts';
import { type ConnectionBells, openConnectionBells } from '../core/channels/connectionBells.ts';
import { openWebhookBells, type WebhookBells } from '../core/channels/webhookBells.ts';
import { type Counters, openCounters } from '../core/store/counters.ts';
import { later } from '../core/store/later.ts';
import type { Bucket } from '../core/store/media.ts';
import type { MetricsReader } from '../core/store/metrics.ts';
import { type Frames, openFrames } from '../core/channels/frames.ts';
import { openTable, type Table } from '../core/store/table.ts';
import { openVault, type Vault } from '../core/store/vault.ts';
import type { Verify } from './auth/verifier.ts';
import type { Config, GuestSettings, LimitSettings } from './config.ts';

/** What every operation works with: one for each container. */
export interface Context {
  table: Table;
  vault: Vault;
  /** Opened by the first call that has a file: S3's client is large, and few calls do. */
  bucket: () => Promise<Bucket>;
  bells: Bells;
  webhookBells: WebhookBells;
  connectionBells: ConnectionBells;
  deadLetters: Config['deadLetters'];
  /** Webhooks may lead to private addresses, and do without TLS. */
  allowPrivate: boolean;
  frames: Frames;
  verify: Verify;
  /** How long a message may wait to leave, where its caller does not say. */
  messageDeadlineSeconds: number;
  allowedOrigins: string[];
  limits: LimitSettings;
  counters: Counters;
  guests: GuestSettings;
  /** In CloudWatch. */
  metricsNamespace: string;
  metrics: () => Promise<MetricsReader>;
  /** Of the request that is being answered. */
  correlationId?: string | undefined;
  /** Between two lines of a worker's metrics. */
  metricsSeconds: number;
  log: Logger;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** The clients connect when they are first used. */
export function openContext(config: Config, serviceName: string): Context {
  const table = openTable(config.tableName);
  const log = new Logger({ serviceName });
  const vault = openVault(config.keyId);
  // Who comes with an API key or a ticket needs none of it.
  const verifier = later(async () => (await import('./auth/verifier.ts')).createVerifier(config.oidc, vault));
  return {
    table,
    vault,
    bucket: later(async () => (await import('../core/store/media.ts')).openBucket(config.mediaBucket)),
    bells: openBells(table, config.requestsUrl),
    webhookBells: openWebhookBells(config.webhooksUrl),
    connectionBells: openConnectionBells(config.connectionsUrl),
    deadLetters: config.deadLetters,
    allowPrivate: config.allowPrivate,
    frames: openFrames(table, config.webSocketEndpoint, (words, error) => log.warn(words, { error })),
    verify: async (token, now) => (await verifier())(token, now),
    messageDeadlineSeconds: config.messageDeadlineSeconds,
    allowedOrigins: config.allowedOrigins,
    limits: config.limits,
    counters: openCounters(table),
    guests: config.guests,
    metricsNamespace: config.metricsNamespace,
    metrics: later(async () => (await import('../core/store/metrics.ts')).openMetrics(config.metricsNamespace)),
    metricsSeconds: config.metricsSeconds,
    log,
    now: Date.now,
  };
}
