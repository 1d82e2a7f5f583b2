/** The operations of who looks after sessions and workers. */
import { checkHealth } from './operator/checkHealth.ts';
import { cleanupInactive } from './operator/cleanupInactive.ts';
import { cleanupSession } from './operator/cleanupSession.ts';
import { listDeadLetters, redriveDeadLetters } from './operator/deadLetters.ts';
import { drainWorker } from './operator/drainWorker.ts';
import { getDetails } from './operator/getDetails.ts';
import { getMetrics } from './operator/getMetrics.ts';
import { listActive, listConnected, listInactive, listProblematic } from './operator/listOperated.ts';
import { listReports } from './operator/listReports.ts';
import { listWorkers } from './operator/listWorkers.ts';
import { listWorkerSessions } from './operator/listWorkerSessions.ts';
import { moveSession } from './operator/moveSession.ts';
import { sessionStats } from './operator/sessionStats.ts';

export const OPERATOR = {
  sessionStats,
  listActive,
  listInactive,
  listConnected,
  listProblematic,
  getDetails,
  getMetrics,
  checkHealth,
  cleanupInactive,
  cleanupSession,
  listReports,
  moveSession,
  listWorkers,
  listWorkerSessions,
  drainWorker,
  listDeadLetters,
  redriveDeadLetters,
};
