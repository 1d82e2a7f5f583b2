/** A session: the link between one WhatsApp account and one tenant. A union by status: impossible states cannot be written. */
import * as z from 'zod';
import { SessionId } from './ids.ts';

const Reason = z.string();

/** The part that the status decides. Times are ISO 8601. */
export const SessionState = z.discriminatedUnion('status', [
  /** `reason` where a worker has it already, and it waits for its turn. */
  z.object({ status: z.literal('pending'), reason: Reason.optional() }),
  z.object({ status: z.literal('connecting') }),
  z.object({ status: z.literal('qr_ready') }),
  z.object({ status: z.literal('authenticated') }),
  z.object({ status: z.literal('connected'), connectedAt: z.iso.datetime() }),
  z.object({
    status: z.literal('reconnecting'),
    attempt: z.int(),
    reason: Reason,
    nextRetryAt: z.iso.datetime(),
    /** Where somebody can do more than wait. */
    userAction: z.string().optional(),
  }),
  z.object({ status: z.literal('disconnected'), reason: Reason }),
  z.object({ status: z.literal('expired'), reason: Reason, userAction: z.string() }),
  z.object({ status: z.literal('logged_out'), reason: Reason, userAction: z.string() }),
  z.object({ status: z.literal('failed'), reason: Reason, userAction: z.string() }),
]);
export type SessionState = z.infer<typeof SessionState>;
export type SessionStatus = SessionState['status'];
export const SessionStatus = z.enum(SessionState.options.map((option) => option.shape.status.value));

/** WhatsApp wants no messages to people who have not written to the account: until then only replies leave. */
export const SendingPause = z.object({ pausedUntil: z.iso.datetime(), reason: z.string() });
export type SendingPause = z.infer<typeof SendingPause>;
export const isPaused = (sending: SendingPause | undefined, now = Date.now()): boolean =>
  sending !== undefined && Date.parse(sending.pausedUntil) > now;

/** What the tenant gave and what is known of the linked account. */
const SessionFacts = z.object({
  id: SessionId,
  label: z.string().optional(),
  metadata: z.record(z.string(), z.string()).optional(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  archivedAt: z.iso.datetime().optional(),
  /** Digits of the linked account's number. */
  phoneNumber: z.string().optional(),
  lid: z.string().optional(),
  /** Through which it reaches WhatsApp, without the password. */
  proxy: z.string().optional(),
  /** Of an ephemeral session: when all of it is erased, whatever it has come to. */
  ephemeralUntil: z.iso.datetime().optional(),
  /** Only while messages wait for it. */
  sending: SendingPause.optional(),
  /** The newest event that this view contains. */
  seq: z.int(),
});

/** A session as every caller sees it. */
export const Session = z.intersection(SessionFacts, SessionState);
export type Session = z.infer<typeof Session>;

/** What the journal knows of a session: its state and the linked account. */
export const SessionView = z.object({
  state: SessionState,
  /** Which of the tenant's asks, counted, the state answers. */
  answers: z.int().default(0),
  phoneNumber: z.string().optional(),
  lid: z.string().optional(),
  sending: SendingPause.optional(),
});
export type SessionView = z.infer<typeof SessionView>;

/** What the tenant wants of a session; the owner makes it so. */
export const Wanted = z.enum(['connected', 'stopped', 'logged_out']);
export type Wanted = z.infer<typeof Wanted>;

/** Something that happened to a session's connection. */
export type Happening =
  | { type: 'asked' }
  | { type: 'claimed'; at: string }
  | { type: 'queued' }
  | { type: 'qr_shown' }
  | { type: 'scanned' }
  | { type: 'opened'; at: string }
  | { type: 'lost'; attempt: number; reason: string; nextRetryAt: string; userAction?: string }
  | { type: 'stopped'; reason: string }
  | { type: 'nobody_scanned' }
  | { type: 'timed_out' }
  | { type: 'exported'; reason: typeof EXPORTED | typeof EXPORT_TOO_LARGE }
  | { type: 'unlinked'; reason: string }
  | { type: 'refused'; reason: string; userAction: string };

const RESTING: ReadonlySet<SessionStatus> = new Set(['disconnected', 'expired', 'logged_out', 'failed']);

/** At rest: nothing is connected or will connect until somebody asks. */
export const isResting = (status: SessionStatus): boolean => RESTING.has(status);

/** WhatsApp refuses the version that this fleet says it is. */
export const CLIENT_OUTDATED = 'client_outdated';

/** The reason of a session whose credentials left as a file. Started again, it links a phone anew. */
export const EXPORTED = 'exported';
/** It was to leave as a file, and is too large for one: it is stopped, and whole. */
export const EXPORT_TOO_LARGE = 'export_too_large';

/** The reason of a session whose credentials somebody can collect now. Nobody connects with them here any more. */
export const HANDED_OVER = 'handed_over';

/** Failed only until the fleet goes by another version: it keeps its owner, who tries again then. */
export const awaitsVersion = (state: SessionState): boolean =>
  state.status === 'failed' && state.reason === CLIENT_OUTDATED;

/** A loss or two are a network's daily life. */
const PATIENCE_ATTEMPTS = 3;

/** Whether something is wrong that a person may want to look at. */
export function isTrouble(state: SessionState): boolean {
  if (state.status === 'reconnecting') return state.attempt >= PATIENCE_ATTEMPTS || state.userAction !== undefined;
  return state.status === 'failed' || (state.status === 'logged_out' && state.reason !== 'logged_out_by_user');
}

/** Can take a message now and send it, at once or when it is back. */
export const canSend = (status: SessionStatus): boolean => status === 'connected' || status === 'reconnecting';

/** The state after a happening; the same object when the happening means nothing in this state. */
export function transition(state: SessionState, happening: Happening): SessionState {
  const resting = isResting(state.status);
  switch (happening.type) {
    case 'asked':
      return resting ? { status: 'pending' } : state;
    case 'queued':
      return resting ? state : { status: 'pending', reason: 'waiting_for_turn' };
    case 'claimed':
      // Another worker goes on with it.
      if (state.status === 'connected')
        return { status: 'reconnecting', attempt: 1, reason: 'worker_changed', nextRetryAt: happening.at };
      return resting || state.status === 'reconnecting' || state.status === 'connecting'
        ? state
        : { status: 'connecting' };
    case 'qr_shown':
      return resting || state.status === 'qr_ready' ? state : { status: 'qr_ready' };
    case 'scanned':
      return resting ? state : { status: 'authenticated' };
    case 'opened':
      return resting ? state : { status: 'connected', connectedAt: happening.at };
    case 'lost': {
      const { type: _, ...why } = happening;
      return resting ? state : { status: 'reconnecting', ...why };
    }
    case 'stopped':
      return resting && !awaitsVersion(state) ? state : { status: 'disconnected', reason: happening.reason };
    case 'nobody_scanned':
      return resting
        ? state
        : {
            status: 'expired',
            reason: 'qr_not_scanned',
            userAction: 'Start the session again and scan the new QR code.',
          };
    case 'timed_out':
      return {
        status: 'expired',
        reason: 'session_timeout',
        userAction: 'The time for this session is over, and it is erased. Ask for a new one.',
      };
    case 'exported':
      return { status: 'disconnected', reason: happening.reason };
    case 'unlinked':
      return {
        status: 'logged_out',
        reason: happening.reason,
        userAction: 'Start the session again and scan the QR code.',
      };
    case 'refused':
      return { status: 'failed', reason: happening.reason, userAction: happening.userAction };
  }
}
