/** Every frame, as callers are told of it: a new one does not compile without its line. */
import type { EventBody } from '../events.ts';
import type { AnswerFrame, ClientFrameType, NoticeFrame } from '../frames.ts';
import { GRACE, IDS } from './samples/story.ts';

interface Frame {
  summary: string;
  example: object;
}

const sessionId = IDS.session;

export const CLIENT_FRAMES: Record<ClientFrameType, Frame> = {
  create_session: {
    summary: 'Asks for a session, and subscribes this connection to it',
    example: { type: 'create_session', requestId: '1', label: 'Support' },
  },
  subscribe: {
    summary: 'Listens to one session from now on, or to all with `"all": true`',
    example: { type: 'subscribe', requestId: '2', sessionId, after: 0 },
  },
  unsubscribe: {
    summary: 'Listens no longer',
    example: { type: 'unsubscribe', requestId: '3', sessionId },
  },
  request_pairing_code: {
    summary: 'Asks for a pairing code; it comes as `pairing_code`',
    example: { type: 'request_pairing_code', requestId: '4', sessionId, phoneNumber: GRACE.number },
  },
  send_message: {
    summary: 'Accepts a message; it is sent once, in order',
    example: { type: 'send_message', requestId: '5', sessionId, to: GRACE.number, message: 'Hello!' },
  },
  disconnect_session: {
    summary: 'Disconnects a session; its link stays',
    example: { type: 'disconnect_session', requestId: '6', sessionId },
  },
  ping: {
    summary: 'Keeps the connection open: it ends after 10 minutes of silence',
    example: { type: 'ping', requestId: '7' },
  },
};

export const SERVER_FRAMES: Record<AnswerFrame['type'] | NoticeFrame['type'] | EventBody['type'] | 'error', string> = {
  session_created: 'The session that was asked for',
  subscribed: 'How it is now, and the events since the place that was named',
  unsubscribed: 'Nothing more is told of it',
  message_accepted: 'The message will be sent, under this id',
  disconnecting: 'The session is being disconnected',
  pairing_code_requested: 'The code will come as `pairing_code`',
  pong: 'The connection is well',
  error: 'What a frame asked for was not done',
  qr_code: 'A QR code to scan now; not kept',
  pairing_code: 'Eight characters to type on the phone; not kept',
  pairing_code_refused: 'WhatsApp gives no pairing code for this phone',
  session_generated: 'An ephemeral session is linked, and can be collected; not kept',
  presence: 'What somebody does in a chat now; not kept',
  webhook_paused: 'Nothing is delivered to a webhook until somebody resumes it',
  event_available: 'An event that is too large for a frame, and where to fetch it',
  status_update: 'A session is in another state',
  session_ready: 'A phone is linked',
  message_received: 'Somebody wrote',
  message_sent: 'A message went out, from here or from the phone',
  message_status: 'How far a message has come',
  message_media: 'The file of a message is there, or cannot be had',
  chat_updated: 'Something about a chat has changed',
  contact_updated: 'Something about a contact has changed',
  group_updated: 'Something about a group has changed',
  operation_finished: 'The end of something that took longer than its asker waited',
  history_received: 'Some of what was there before the link',
};
