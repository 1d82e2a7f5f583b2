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
  qr_ready: {
    label: 'Waiting for scan',
    tone: 'warn',
    text: 'The code changes by itself every little while. Scan the one that you see.',
  },
  authenticated: {
    label: 'Linking',
    tone: 'working',
    text: 'Your phone has scanned the code. WhatsApp now restarts the connection once, which takes a few seconds.',
  },
  connected: { label: 'Connected', tone: 'good', text: 'Messages go out and come in. You can close this page.' },
  reconnecting: {
    label: 'Reconnecting',
    tone: 'warn',
    text: 'The connection was lost and comes back by itself. Messages that you send now go out as soon as it is back.',
  },
  disconnected: {
    label: 'Stopped',
    tone: 'quiet',
    text: 'The session is stopped, and still linked to the phone. Start it to connect again, without a new scan.',
  },
  expired: { label: 'Code expired', tone: 'quiet', text: 'Nobody scanned the QR code in time, so nothing was linked.' },
  logged_out: {
    label: 'Logged out',
    tone: 'bad',
    text: 'The phone is not linked any more, and its keys are erased here. Link it again to go on.',
  },
  failed: { label: 'Needs attention', tone: 'bad', text: 'WhatsApp did not let this session connect.' },
};

const REASONS: Record<string, string> = {
  passkey_required: 'WhatsApp asks for a passkey on this account',
  banned: 'WhatsApp has banned this account',
  client_outdated: 'this version is too old for WhatsApp',
  credentials_damaged: 'the stored keys cannot be read',
  connection_lost: 'the connection broke off',
  connection_closed: 'WhatsApp closed the connection',
};

/** A reason's code in words. */
export const reasonWords = (reason: string): string => REASONS[reason] ?? reason.replaceAll('_', ' ');

/** What a person calls this session. */
export const titleOf = ({ label, phoneNumber }: Session): string =>
  label ?? (phoneNumber ? `+${phoneNumber}` : 'Unnamed session');
