import { GetMetrics, MetricsAnswer } from '../charts.ts';
import { SetWhatsAppVersion, WhatsAppVersionAnswer } from '../http.ts';
import {
  CleanedUp,
  CleanupInactive,
  DeadLetters,
  HealthChecked,
  ListOperated,
  ListWorkerSessions,
  MoveSession,
  OperatedPage,
  Redriven,
  SessionDetails,
  SessionMoving,
  SessionStats,
  StatsQuery,
  Worker,
  WorkerList,
} from '../operator.ts';
import { UpkeepReports } from '../upkeep.ts';
import { tagged } from './described.ts';

const page = { query: ListOperated, answers: { 200: OperatedPage } };

export const OPERATOR = {
  ...tagged('Operations', {
    sessionStats: { summary: 'How many sessions are how', query: StatsQuery, answers: { 200: SessionStats } },
    listActive: { summary: 'Sessions that are not at rest', ...page },
    listInactive: { summary: 'Sessions at rest: stopped, expired, logged out or failed', ...page },
    listConnected: { summary: 'Sessions that are connected', ...page },
    listProblematic: { summary: 'Sessions with a problem, and what to do about it', ...page },
    getDetails: {
      summary: 'What a session has done, its time line and who looks after it',
      answers: { 200: SessionDetails },
    },
    checkHealth: { summary: 'Asks WhatsApp whether a connection is well', answers: { 200: HealthChecked } },
    cleanupInactive: {
      summary: 'Archives sessions that have been at rest for long',
      body: CleanupInactive,
      answers: { 200: CleanedUp },
      examples: { 'Only look': { olderThanDays: 30, dryRun: true } },
    },
    getMetrics: {
      summary: 'What the charts show: the deployment over time',
      query: GetMetrics,
      answers: { 200: MetricsAnswer },
    },
    listReports: { summary: 'What upkeep found and did in the last week', answers: { 200: UpkeepReports } },
    getWhatsAppVersion: {
      summary: 'Which WhatsApp Web the workers say they are',
      answers: { 200: WhatsAppVersionAnswer },
    },
    setWhatsAppVersion: {
      summary: 'Sets that version for all workers, while they run',
      body: SetWhatsAppVersion,
      answers: { 200: WhatsAppVersionAnswer },
      examples: { 'As built': { version: null } },
    },
  }),
  ...tagged('Workers', {
    listWorkers: { summary: 'The workers, and how they do', answers: { 200: WorkerList } },
    listWorkerSessions: {
      summary: 'The sessions of a worker',
      query: ListWorkerSessions,
      answers: { 200: OperatedPage },
    },
    drainWorker: { summary: 'Has a worker hand all its sessions over, and end', answers: { 202: Worker } },
    moveSession: {
      summary: 'Moves a session to another worker',
      body: MoveSession,
      answers: { 202: SessionMoving },
      errors: ['conflict', 'worker_not_found'],
      examples: { 'To the lightest': {} },
    },
    listDeadLetters: { summary: 'Bells that nobody could answer', answers: { 200: DeadLetters } },
    redriveDeadLetters: { summary: 'Rings them again', answers: { 200: Redriven } },
  }),
};
