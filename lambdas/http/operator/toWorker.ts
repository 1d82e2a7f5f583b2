import type { Worker } from '../../../core/model/operator.ts';
import { isAlive, type WorkerRow } from '../../../core/store/workers.ts';

/** What operators see of a worker. One of an older version does not tell all of it. */
export function toWorker(row: WorkerRow, now: number): Worker {
  const going = row.stopping || row.drain;
  return {
    id: row.id,
    status: !isAlive(row, now) ? 'silent' : going ? 'draining' : 'up',
    version: row.version,
    startedAt: row.startedAt,
    lastHeartbeatAt: row.beatAt ?? row.startedAt,
    sessions: row.sessions,
    connected: row.connected ?? 0,
    qrCodes: row.qrCodes ?? 0,
    problematic: row.problematic ?? 0,
    waitingToConnect: row.waitingToConnect ?? 0,
    pairings: row.pairings ?? 0,
    waitingToPair: row.waitingToPair ?? 0,
    memoryBytes: row.memoryBytes ?? 0,
    loopDelayMs: row.loopDelayMs ?? 0,
  };
}
