/** What is wrong with a session, and what somebody can do about it: a pure rule. */
import { isResting, isTrouble, type Session, type SessionState } from './session.ts';

export interface Problem {
  reason: string;
  userAction: string;
}

/** On its way for longer than any connection takes. */
const STUCK_MS = 120_000;
const ON_ITS_WAY: ReadonlySet<SessionState['status']> = new Set(['pending', 'connecting', 'authenticated']);

const NO_WORKER: Problem = {
  reason: 'no_worker',
  userAction: 'No worker takes it up. Look whether the workers are up and have room; more of them help.',
};
const STUCK: Problem = {
  reason: 'stuck',
  userAction: 'It does not get on. Reconnect it, or move it to another worker.',
};
const UNLINKED = 'Start the session again and scan the QR code.';
const COMES_BACK =
  'It tries again by itself. Try now with “Reconnect”; if that does not help, look whether WhatsApp and its proxy can be reached.';

/** @param worker the session's owner; undefined while it has none that lives */
export function problemOf(session: Session, worker: string | undefined, now: number): Problem | undefined {
  const { status } = session;
  if (isTrouble(session)) {
    const reason = 'reason' in session ? (session.reason ?? status) : status;
    const fallback = status === 'reconnecting' ? COMES_BACK : UNLINKED;
    return { reason, userAction: ('userAction' in session && session.userAction) || fallback };
  }
  // A phone was linked here before: nobody is on the way to scan, and the account is without its session.
  if (status === 'expired' && session.phoneNumber) return { reason: session.reason ?? status, userAction: UNLINKED };
  const waits = now - Date.parse(session.updatedAt) > STUCK_MS;
  // It waits for others that link a phone, as it should.
  const hasItsTurnAhead = status === 'pending' && session.reason !== undefined;
  if (!waits || isResting(status) || hasItsTurnAhead) return undefined;
  if (!worker) return NO_WORKER;
  return ON_ITS_WAY.has(status) ? STUCK : undefined;
}
