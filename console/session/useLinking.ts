import { useState } from 'react';
import type { Session, SessionStatus } from '../../core/model/session.ts';

const LINKING: ReadonlySet<SessionStatus> = new Set(['qr_ready', 'authenticated', 'logged_out', 'expired']);
const STARTING: ReadonlySet<SessionStatus> = new Set(['pending', 'connecting']);

/** No account is linked: the page is about the QR code. A start may lead to either; until then it stays what it was. */
export function useLinking(session: Session | undefined): boolean {
  const [before, setBefore] = useState(false);
  if (!session) return before;
  const { status, phoneNumber } = session;
  const now = !phoneNumber || LINKING.has(status) || (before && STARTING.has(status));
  if (now !== before) setBefore(now);
  return now;
}
