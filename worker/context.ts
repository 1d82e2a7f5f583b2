import PQueue from 'p-queue';
import { type Logger, pino } from 'pino';
import { type Bells, openBells } from '../core/channels/bells.ts';
import { type Frames, openFrames } from '../core/channels/frames.ts';
import { type Bucket, openBucket } from '../core/store/media.ts';
import type { Held } from '../core/store/ownership.ts';
import type { SessionRow } from '../core/store/sessions.ts';
import { openTable, type Table } from '../core/store/table.ts';
import { openVault, type Vault } from '../core/store/vault.ts';
import { type Clock, processClock } from './clock.ts';
import type { WorkerConfig } from './config.ts';
import { LeadFinder } from './leadFinder.ts';
import { EXPIRY_MS } from './lease.ts';
import { Machine } from './machine.ts';
import { Metrics } from './metrics.ts';
import { Pacer } from './pacer.ts';
import { Restore } from './restore.ts';
import type { Runner } from './session/runner.ts';
import { takeUp } from './session/takeUp.ts';
import { Turnstile } from './turnstile.ts';
import { Versions } from './versions.ts';
import { WebhookRinger } from './webhookRinger.ts';

/** Writes of rows at a time; the SDK has 50 sockets to the table. */
const PROJECTIONS = 16;

/** What every part of the worker needs; made once. */
export interface Context {
  config: WorkerConfig;
  table: Table;
  /** A client of its own: the SDK's waits and retry budget under throttling are not for heartbeats. */
  heartbeats: Table;
  vault: Vault;
  bucket: Bucket;
  bells: Bells;
  frames: Frames;
  /** Of new connections to WhatsApp. */
  pacer: Pacer;
  /** Who links a phone now, and who waits to, first come first served. */
  pairings: PQueue;
  restore: Restore;
  versions: Versions;
  /** Of files, by all sessions: each takes memory and room on the disk. */
  downloads: PQueue;
  uploads: PQueue;
  /** Of rows that follow the journals, by all sessions: commits and heartbeats find the way to the store free. */
  projections: PQueue;
  /** Of messages that leave, by all sessions. */
  sends: Turnstile;
  webhooks: WebhookRinger;
  leads: LeadFinder;
  metrics: Metrics;
  machine: Pick<Machine, 'load'>;
  clock: Clock;
  /** From 0 to below 1. */
  random: () => number;
  log: Logger;
  /** A session that this worker has claimed begins in its hands. */
  takeUp: (held: Held, row: SessionRow, how: { mayLeave: () => boolean; fresh: boolean }) => Promise<Runner>;
}

/** The part of it that decides who owns what. */
export type OwnershipContext = Pick<
  Context,
  | 'config'
  | 'table'
  | 'heartbeats'
  | 'bells'
  | 'pacer'
  | 'pairings'
  | 'versions'
  | 'webhooks'
  | 'metrics'
  | 'machine'
  | 'clock'
  | 'random'
  | 'log'
  | 'takeUp'
>;

export function openContext(config: WorkerConfig): Context {
  const table = openTable(config.TABLE_NAME);
  const log = pino({ level: config.LOG_LEVEL, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  const chance = { clock: processClock, random: Math.random };
  return {
    ...chance,
    config,
    table,
    heartbeats: openTable(config.TABLE_NAME, { maxAttempts: 1, timeoutMs: EXPIRY_MS }),
    vault: openVault(config.KMS_KEY_ID),
    bucket: openBucket(config.MEDIA_BUCKET),
    bells: openBells(table, config.REQUESTS_QUEUE_URL),
    frames: openFrames(table, config.WEBSOCKET_ENDPOINT, (words, error) => log.warn({ error: String(error) }, words)),
    pacer: new Pacer(config.CONNECTS_PER_SECOND, chance),
    pairings: new PQueue({ concurrency: config.MAX_PAIRINGS }),
    restore: new Restore(log),
    versions: new Versions(table, log),
    downloads: new PQueue({ concurrency: config.TRANSFERS }),
    uploads: new PQueue({ concurrency: config.TRANSFERS }),
    projections: new PQueue({ concurrency: PROJECTIONS }),
    sends: new Turnstile(),
    leads: new LeadFinder(table),
    webhooks: new WebhookRinger(table, config.WEBHOOKS_QUEUE_URL, log),
    metrics: new Metrics(config.METRICS_NAMESPACE),
    machine: new Machine(),
    log,
    takeUp(held, row, how) {
      return takeUp(this, held, row, how);
    },
  };
}
