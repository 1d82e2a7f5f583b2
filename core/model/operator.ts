/** What operators see and do. An admin has all tenants before the eyes, a member its own. */
import * as z from 'zod';
import { SessionId, WorkerId } from './ids.ts';
import { paging } from './paging.ts';
import { Session, SessionStatus } from './session.ts';
import { Moment, Pairing, Tally } from './tally.ts';
import { FleetVersion } from './whatsappVersion.ts';

const Problem = z.object({ reason: z.string(), userAction: z.string() });

/**
 * A session, with what concerns its operation. `worker` is its owner; absent at rest, and while it waits for one. `guest`:
 * of somebody without an account, in a tenant of its own.
 */
export const OperatedSession = z.intersection(
  Session,
  z.object({
    tenant: z.string(),
    guest: z.literal(true).optional(),
    worker: z.string().optional(),
    problem: Problem.optional(),
  }),
);
export type OperatedSession = z.infer<typeof OperatedSession>;

/** `tenant` narrows the list down, for an admin. */
const tenant = z.string().min(1).max(256).optional();
export const ListOperated = z.strictObject({ tenant, ...paging });
/** A page may be short, or empty, though more follows: as long as there is a cursor. */
export const OperatedPage = z.object({ sessions: z.array(OperatedSession), cursor: z.string().optional() });

export const SessionStats = z.object({
  total: z.int(),
  /** Not at rest. */
  active: z.int(),
  connected: z.int(),
  problematic: z.int(),
  archived: z.int(),
  byStatus: z.partialRecord(SessionStatus, z.int()),
  /** False where there are more sessions than are counted. */
  complete: z.boolean(),
});
export const StatsQuery = z.strictObject({ tenant });

/**
 * Counters and the time line are as of the journal's newest entry. `lastInboundAt`: when something last came in that was
 * kept. `credentialsBytes`: sealed, as of the last checkpoint (0 before the first one).
 */
export const SessionDetails = z.object({
  session: OperatedSession,
  epoch: z.int(),
  worker: z.object({ id: z.string(), alive: z.boolean(), version: z.string().optional() }).optional(),
  messages: Tally.pick({ sent: true, received: true, failed: true }),
  chats: z.int(),
  attempts: z.int(),
  nextRetryAt: z.iso.datetime().optional(),
  connectedSince: z.iso.datetime().optional(),
  lastInboundAt: z.iso.datetime().optional(),
  reconnects: z.int(),
  /** The newest first, like the two lists after it. */
  lastErrors: z.array(Moment),
  timeline: z.array(Moment),
  pairings: z.array(Pairing),
  device: z.int().optional(),
  platform: z.string().optional(),
  whatsappVersion: FleetVersion,
  credentialsBytes: z.int(),
});
export type SessionDetails = z.infer<typeof SessionDetails>;

/** `latencyMs`: how long WhatsApp took to answer. Absent where it was not asked, for want of a connection. */
export const HealthChecked = z.object({
  healthy: z.boolean(),
  status: SessionStatus,
  problem: Problem.optional(),
  latencyMs: z.int().optional(),
  checkedAt: z.iso.datetime(),
});

export const MoveSession = z.strictObject({
  /** Without it to the one with the fewest sessions. */
  worker: WorkerId.optional(),
});
export const SessionMoving = z.object({ sessionId: SessionId, from: z.string(), to: z.string() });

export const CleanupInactive = z.strictObject({
  /** At rest, and nothing has changed for so long. */
  olderThanDays: z.int().min(1).max(3650).default(7),
  tenant,
  /** Only tells which ones. */
  dryRun: z.boolean().default(false),
});
/** They are archived: out of the lists, restorable for 30 days. `complete` false: ask again for the rest. */
export const CleanedUp = z.object({ sessions: z.array(SessionId), complete: z.boolean() });

export const Worker = z.object({
  id: WorkerId,
  /** `silent`: without a heartbeat; its sessions go to the others. */
  status: z.enum(['up', 'draining', 'silent']),
  version: z.string().optional(),
  startedAt: z.iso.datetime(),
  lastHeartbeatAt: z.iso.datetime(),
  sessions: z.int(),
  connected: z.int(),
  qrCodes: z.int(),
  problematic: z.int(),
  waitingToConnect: z.int(),
  pairings: z.int(),
  waitingToPair: z.int(),
  memoryBytes: z.int(),
  /** How late its event loop is, on average. */
  loopDelayMs: z.number(),
});
export type Worker = z.infer<typeof Worker>;
export const WorkerList = z.object({ workers: z.array(Worker) });
export const ListWorkerSessions = z.strictObject(paging);

export const DEAD_LETTER_QUEUES = ['requests', 'webhooks', 'connections'] as const;
export const DeadLetterQueue = z.enum(DEAD_LETTER_QUEUES);
export type DeadLetterQueue = z.infer<typeof DeadLetterQueue>;
/** Bells that nobody could answer. `kinds` counts those that were looked at, the first few. */
export const DeadLetters = z.object({
  queues: z.array(
    z.object({
      queue: DeadLetterQueue,
      waiting: z.int(),
      kinds: z.record(z.string(), z.int()),
      oldestAt: z.iso.datetime().optional(),
    }),
  ),
});
export type DeadLetters = z.infer<typeof DeadLetters>;
/** `complete` false: ask again for the rest. */
export const Redriven = z.object({ redriven: z.int(), complete: z.boolean() });
