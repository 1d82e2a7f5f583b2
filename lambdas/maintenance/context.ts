import { Logger } from '@aws-lambda-powertools/logger';
import { type Bells, openBells } from '../../core/channels/bells.ts';
import { later } from '../../core/store/later.ts';
import type { Bucket } from '../../core/store/media.ts';
import { openTable, type Table } from '../../core/store/table.ts';
import type { MaintenanceConfig } from './config.ts';

/** What upkeep works with: one for each container. */
export interface MaintenanceContext {
  table: Table;
  /** S3's client is large, and few rounds erase files. */
  bucket: () => Promise<Bucket>;
  bells: Bells;
  /** What the names of workers' own queues begin with. */
  workerQueuePrefix: string;
  inactiveDays: number;
  log: Logger;
  /** Milliseconds since 1970. */
  now: () => number;
}

export function openContext(config: MaintenanceConfig): MaintenanceContext {
  const table = openTable(config.TABLE_NAME);
  return {
    table,
    bucket: later(async () => (await import('../../core/store/media.ts')).openBucket(config.MEDIA_BUCKET)),
    bells: openBells(table, config.REQUESTS_QUEUE_URL),
    workerQueuePrefix: config.WORKER_QUEUE_PREFIX,
    inactiveDays: config.INACTIVE_DAYS,
    log: new Logger({ serviceName: 'keepline-maintenance' }),
    now: Date.now,
  };
}
