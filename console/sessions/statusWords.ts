import type { Session, SessionStatus } from '../../core/model/session.ts';

type Tone = 'quiet' | 'working' | 'good' | 'warn' | 'bad';
interface Words {
  label: string;
  tone: Tone;
  /** What it means and what happens next, in a sentence. */
  text: string;
}

export const STATUS_WORDS: Record<SessionStatus, Words> = {
  pending: {
    label: 'Starting',
    tone: 'working',
    text: 'A place is being prepared for this session. It takes a moment.',
  },
  connecting: { label: 'Connecting', tone: 'working', text: 'The connection to WhatsApp is being opened.' },
  qr_ready: { label: 'Waiting for phone', tone: 'warn', text: 'Waiting for your phone. This page goes on by itself.' },
  authenticated: {
    label: 'Linking',
    tone: 'working',
    text: 'Your phone has agreed. WhatsApp now restarts the connection once, which takes a few seconds.',
  },
  connected: { label: 'Connected', tone: 'good', text: 'Messages go out and come in. You can close this page.' },
  reconnecting: {
    label: 'Reconnecting',
    tone: 'warn',
    text: 'The connection was lost and comes back by itself.',
  },
  disconnected: { label: 'Stopped', tone: 'quiet', text: 'The session is stopped.' },
  expired: { label: 'Code expired', tone: 'quiet', text: 'No phone was linked in time.' },
  logged_out: { label: 'Logged out', tone: 'bad', text: 'The phone is not linked any more.' },
  failed: { label: 'Needs attention', tone: 'bad', text: 'WhatsApp did not let this session connect.' },
};

/** What a person calls this session. */
export const titleOf = ({ label, phoneNumber }: Session): string =>
  label ?? (phoneNumber ? `+${phoneNumber}` : 'Unnamed session');
