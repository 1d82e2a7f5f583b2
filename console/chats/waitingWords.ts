import { isResting, type Session } from '../../core/model/session.ts';

/** Why there is no message yet, and what has to happen before there is one. */
export function waitingWords({ status, phoneNumber }: Session): string {
  if (!phoneNumber || status === 'logged_out' || status === 'expired' || status === 'qr_ready')
    return 'No phone is linked. Link one, and what it gets from then on appears here by itself.';
  if (status === 'connected')
    return `The phone is linked. What +${phoneNumber} gets from now on appears here by itself; or start a new chat.`;
  if (status === 'disconnected') return 'Nothing comes in while the session is stopped.';
  if (isResting(status)) return 'Nothing comes in until the session connects again. What to do stands above.';
  return `The session is being connected. What +${phoneNumber} gets appears here as soon as it is.`;
}
