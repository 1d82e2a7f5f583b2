import type { SessionEvent } from '../core/model/events.ts';
import type {
  GeneratedFrame,
  PairingCodeFrame,
  PairingRefusedFrame,
  PresenceFrame,
  QrFrame,
  WebhookPausedFrame,
} from '../core/model/frames.ts';
import type { Session } from '../core/model/session.ts';
import type { KeeplineClientError } from './errors.ts';

/** What every listener can be told. */
interface Told {
  /** Each event once; those of a session in their order. */
  event?: (event: SessionEvent) => void;
  /** A code to scan. What was shown before it is void. */
  qr?: (qr: QrFrame) => void;
  pairingCode?: (code: PairingCodeFrame) => void;
  /** WhatsApp gives no pairing code. */
  pairingRefused?: (refused: PairingRefusedFrame) => void;
  /** An ephemeral session is linked: what bots start with, for good. */
  generated?: (generated: GeneratedFrame) => void;
  /** Somebody whose presence was subscribed to does something else now. */
  presence?: (presence: PresenceFrame) => void;
  /** A webhook gets nothing any more until somebody resumes it. */
  webhookPaused?: (paused: WebhookPausedFrame) => void;
  /** The subscription is over: there is no such session (any more), or it is not ours. */
  ended?: (error: KeeplineClientError) => void;
}

export interface Listener extends Told {
  /** The state of the session, after each time that the subscription was made. Events up to its `seq` are in it. */
  snapshot?: (session: Session) => void;
  /**
   * This reader was away for longer than events are kept: it goes on from the snapshot that comes next. What happened
   * in between shows only in what is listed: messages, chats.
   */
  missed?: () => void;
}

export interface AllListener extends Told {
  /** After each time that the subscription was made: from here on every event comes. */
  subscribed?: () => void;
  /**
   * Everything up to here was given to `event`: where another process goes on. Some of the newest may come again there, so
   * it drops what it knows by `sessionId` and `seq`.
   */
  cursor?: (cursor: string) => void;
  /**
   * This reader was away for longer than events are kept: of one session, or of all where none is named. What happened in
   * between shows only in what is listed: sessions, messages, chats.
   */
  missed?: (sessionId?: string) => void;
}
