/** The operations of who looks after sessions and workers. */
import type * as z from 'zod';
import { MetricsAnswer, type GetMetrics } from '../core/model/charts.ts';
import {
  CleanedUp,
  DeadLetters,
  HealthChecked,
  OperatedPage,
  Redriven,
  SessionDetails,
  SessionMoving,
  SessionStats,
  Worker,
  WorkerList,
  type CleanupInactive,
  type DeadLetterQueue,
  type ListOperated,
  type ListWorkerSessions,
  type MoveSession,
  type StatsQuery,
} from '../core/model/operator.ts';
import { Session } from '../core/model/session.ts';
import { UpkeepReports } from '../core/model/upkeep.ts';
import { call, type HttpOptions } from './call.ts';
import { ofSession, type Query, type Read } from './requestKinds.ts';

export function createOperator(options: HttpOptions) {
  const listOperated =
    (operation: 'listActive' | 'listInactive' | 'listConnected' | 'listProblematic') =>
    ({ signal, ...query }: Query<typeof ListOperated> = {}) =>
      call(options, operation, OperatedPage, { query, signal });
  return {
    sessionStats: ({ signal, ...query }: Query<typeof StatsQuery> = {}) =>
      call(options, 'sessionStats', SessionStats, { query, signal }),
    listActive: listOperated('listActive'),
    listInactive: listOperated('listInactive'),
    listConnected: listOperated('listConnected'),
    listProblematic: listOperated('listProblematic'),
    getDetails: (id: string, read?: Read) => call(options, 'getDetails', SessionDetails, ofSession(id, read)),
    checkHealth: (id: string, read?: Read) => call(options, 'checkHealth', HealthChecked, ofSession(id, read)),
    cleanupInactive: (body: z.input<typeof CleanupInactive> = {}, read?: Read) =>
      call(options, 'cleanupInactive', CleanedUp, { body, ...read }),
    /** Logs out and erases, for good. */
    cleanupSession: (id: string, read?: Read) => call(options, 'cleanupSession', Session, ofSession(id, read)),
    /** For operators, like the rest: role admin. */
    moveSession: (id: string, body: z.input<typeof MoveSession> = {}, read?: Read) =>
      call(options, 'moveSession', SessionMoving, { body, ...ofSession(id, read) }),
    listReports: (read?: Read) => call(options, 'listReports', UpkeepReports, read),
    getMetrics: ({ signal, ...query }: Query<typeof GetMetrics> = {}) =>
      call(options, 'getMetrics', MetricsAnswer, { query, signal }),
    listWorkers: (read?: Read) => call(options, 'listWorkers', WorkerList, read),
    listWorkerSessions: (workerId: string, { signal, ...query }: Query<typeof ListWorkerSessions> = {}) =>
      call(options, 'listWorkerSessions', OperatedPage, { params: { workerId }, query, signal }),
    drainWorker: (workerId: string, read?: Read) =>
      call(options, 'drainWorker', Worker, { params: { workerId }, ...read }),
    listDeadLetters: (read?: Read) => call(options, 'listDeadLetters', DeadLetters, read),
    redriveDeadLetters: (queue: DeadLetterQueue, read?: Read) =>
      call(options, 'redriveDeadLetters', Redriven, { params: { queue }, ...read }),
  };
}
