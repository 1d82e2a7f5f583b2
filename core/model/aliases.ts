/**
 * Paths of the systems that Keepline replaces, so that their callers need another address and a token only. Those under
 * `/api/whatsapp` are of a system with one account: they mean the caller's default session, the one that is labelled
 * "default" or, without one, the newest.
 */
import * as z from 'zod';
import { PhoneNumber } from './jid.ts';
import { SessionStatus } from './session.ts';

export const ALIASES = {
  defaultStatus: { route: 'GET /api/whatsapp/status', needs: 'sessions:read' },
  defaultQr: { route: 'GET /api/whatsapp/qr', needs: 'sessions:read' },
  defaultSend: { route: 'POST /api/whatsapp/send', needs: 'messages:send', audit: 'message.send' },
  defaultHealth: { route: 'GET /api/whatsapp/health', needs: 'sessions:read' },
  defaultInfo: { route: 'GET /api/whatsapp/session-info', needs: 'sessions:read' },
  defaultReconnect: { route: 'POST /api/whatsapp/reconnect', needs: 'sessions:write', audit: 'session.reconnect' },
  cleanupSessions: {
    route: 'POST /api/whatsapp/cleanup-sessions',
    needs: 'sessions:write',
    audit: 'session.cleanup_inactive',
  },
  initSession: { route: 'POST /api/init-session', needs: 'sessions:write', audit: 'session.create' },
  qrCode: { route: 'GET /api/qr-code/{id}', needs: 'sessions:read' },
  sessionStatus: { route: 'GET /api/session-status/{id}', needs: 'sessions:read' },
} as const;
export type Alias = keyof typeof ALIASES;

/** What the single-account system called a session's state. */
const FormerState = z.enum([
  'disconnected',
  'loading',
  'qr_ready',
  'authenticated',
  'ready',
  'reconnecting',
  'auth_failure',
  'error',
]);
export const FORMER_STATES: Record<SessionStatus, z.infer<typeof FormerState>> = {
  pending: 'loading',
  connecting: 'loading',
  qr_ready: 'qr_ready',
  authenticated: 'authenticated',
  connected: 'ready',
  reconnecting: 'reconnecting',
  disconnected: 'disconnected',
  expired: 'disconnected',
  logged_out: 'auth_failure',
  failed: 'error',
};

export const DefaultStatus = z.object({
  sessionId: z.string(),
  status: FormerState,
  ready: z.boolean(),
  phoneNumber: z.string().optional(),
  reason: z.string().optional(),
  /** Ours, of which `status` is the former word. */
  state: SessionStatus,
});

export const DefaultSend = z.strictObject({ number: PhoneNumber, message: z.string() });

export const InitSession = z.strictObject({ userId: z.string().trim().min(1).max(100) });
/** `estimatedTime` until there is a QR code, in milliseconds. */
export const SessionInitiated = z.object({ sessionId: z.string(), status: SessionStatus, estimatedTime: z.int() });

/** `uptime` in seconds since it is connected. */
export const FormerSessionStatus = z.object({
  status: SessionStatus,
  userId: z.string().optional(),
  connectedAt: z.string().optional(),
  hasQrCode: z.boolean(),
  clientActive: z.boolean(),
  uptime: z.int(),
});
