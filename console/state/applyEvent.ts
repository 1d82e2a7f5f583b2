import type { SessionEvent } from '../../core/model/events.ts';
import { SessionState, type Session } from '../../core/model/session.ts';

/** The session after an event; events that it already contains change nothing. */
export function applyEvent(session: Session, event: SessionEvent): Session {
  if (event.seq <= session.seq) return session;
  const seen = { ...session, seq: event.seq };
  if (event.type === 'session_ready') {
    const { phoneNumber, lid } = event;
    return { ...seen, phoneNumber, ...(lid && { lid }) };
  }
  if (event.type !== 'status_update') return seen;
  const state = SessionState.safeParse({ connectedAt: event.timestamp, reason: '', userAction: '', ...event });
  if (!state.success) return seen;
  const { id, label, metadata, createdAt, archivedAt, phoneNumber, lid } = session;
  const facts = { id, label, metadata, createdAt, archivedAt, phoneNumber, lid };
  const { sending } = event;
  return { ...facts, ...(sending && { sending }), updatedAt: event.timestamp, seq: event.seq, ...state.data };
}

/** The one that contains more. */
export const newer = (a: Session | undefined, b: Session): Session => (a && a.seq > b.seq ? a : b);
