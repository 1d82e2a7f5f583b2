import { type Logger, pino } from 'pino';
import { type Bells, openBells } from '../core/channels/bells.ts';
import { type Frames, openFrames } from '../core/channels/frames.ts';
import { openTable, type Table } from '../core/store/table.ts';
import { openVault, type Vault } from '../core/store/vault.ts';
import type { WorkerConfig } from './config.ts';

/** What every part of the worker needs; made once. */
export interface Context {
  config: WorkerConfig;
  table: Table;
  vault: Vault;
  bells: Bells;
  frames: Frames;
  log: Logger;
}

export function openContext(config: WorkerConfig): Context {
  const table = openTable(config.TABLE_NAME);
  return {
    config,
    table,
    vault: openVault(config.KMS_KEY_ID),
    bells: openBells(table, config.REQUESTS_QUEUE_URL),
    frames: openFrames(table, config.WEBSOCKET_ENDPOINT),
    log: pino({ level: config.LOG_LEVEL, base: null, timestamp: pino.stdTimeFunctions.isoTime }),
  };
}
