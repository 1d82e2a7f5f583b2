import type * as z from 'zod';
import { MetricsAnswer } from '../../charts.ts';
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
} from '../../operator.ts';
import { UpkeepReports } from '../../upkeep.ts';
import { FleetVersion } from '../../whatsappVersion.ts';
import { sample } from './sample.ts';
import { session } from './sessions.ts';
import { at, cursor, IDS, SUPPORT } from './story.ts';

const operated = { ...session, tenant: 'acme', worker: IDS.worker } as const;
const version = { good: '2.3000.1043857760', goodAt: at('08:00:09') };

const worker = {
  id: IDS.worker,
  status: 'up',
  version: '0.1.0',
  startedAt: at('08:00:00'),
  lastHeartbeatAt: at('09:15:30'),
  sessions: 120,
  connected: 118,
  qrCodes: 1,
  problematic: 1,
  waitingToConnect: 0,
  pairings: 1,
  waitingToPair: 0,
  memoryBytes: 412_000_000,
  loopDelayMs: 1.8,
} satisfies z.input<typeof Worker>;

export const OPERATOR_SAMPLES = {
  SessionStats: sample(SessionStats, {
    total: 121,
    active: 120,
    connected: 118,
    problematic: 1,
    archived: 4,
    byStatus: { connected: 118, qr_ready: 1, reconnecting: 1, disconnected: 1 },
    complete: true,
  }),
  OperatedPage: sample(OperatedPage, { sessions: [operated], cursor }),
  SessionDetails: sample(SessionDetails, {
    session: operated,
    epoch: 1,
    worker: { id: IDS.worker, alive: true, version: '0.1.0' },
    messages: { sent: 12, received: 31, failed: 0 },
    chats: 9,
    attempts: 0,
    connectedSince: session.connectedAt,
    lastInboundAt: at('09:14:58'),
    reconnects: 0,
    lastErrors: [],
    timeline: [
      { at: at('09:00:21'), status: 'connected' },
      { at: at('09:00:18'), status: 'authenticated' },
      { at: at('09:00:02'), status: 'qr_ready' },
    ],
    pairings: [{ at: at('09:00:21'), phoneNumber: SUPPORT.phoneNumber, device: 3, platform: 'android' }],
    device: 3,
    platform: 'android',
    whatsappVersion: version,
    credentialsBytes: 61_440,
  }),
  HealthChecked: sample(HealthChecked, {
    healthy: true,
    status: 'connected',
    latencyMs: 93,
    checkedAt: at('09:15:30'),
  }),
  CleanedUp: sample(CleanedUp, { sessions: [IDS.session], complete: true }),
  MetricsAnswer: sample(MetricsAnswer, {
    range: '1h',
    periodSeconds: 60,
    points: [
      {
        at: at('09:15:00'),
        sessions: 120,
        connected: 118,
        waiting: 0,
        waitingForPhone: 1,
        reconnecting: 1,
        problematic: 1,
        pairings: 1,
        connectionsLost: 2,
        loggedOut: 0,
        messagesSent: 42,
        messagesReceived: 97,
        messagesFailed: 0,
        sendTime: 184,
        sendTimeP95: 420,
      },
    ],
  }),
  UpkeepReports: sample(UpkeepReports, {
    reports: [
      {
        at: at('09:10:00'),
        every: '5 minutes',
        looked: { sessions: 121, workers: 1 },
        cleaned: { connections: 2, qr_codes: 1 },
        needsPerson: [],
        inactive: [],
        complete: true,
        errors: 0,
      },
    ],
  }),
  FleetVersion: sample(FleetVersion, version),
  Worker: sample(Worker, { ...worker, status: 'draining' }),
  WorkerList: sample(WorkerList, { workers: [worker] }),
  SessionMoving: sample(SessionMoving, { sessionId: IDS.session, from: IDS.worker, to: IDS.otherWorker }),
  DeadLetters: sample(DeadLetters, {
    queues: [
      { queue: 'requests', waiting: 2, kinds: { session: 2 }, oldestAt: at('08:58:12') },
      { queue: 'webhooks', waiting: 0, kinds: {} },
    ],
  }),
  Redriven: sample(Redriven, { redriven: 2, complete: true }),
};
