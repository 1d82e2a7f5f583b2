import * as z from 'zod';
import { AnswerFrame, type ClientFrame, type ClientFrameType } from '../core/model/frames.ts';
import { ErrorAnswer } from './errors.ts';
import { AnyEvent } from './events.ts';

/** Which answer each frame gets. */
const ANSWERS = {
  create_session: 'session_created',
  subscribe: 'subscribed',
  unsubscribe: 'unsubscribed',
  request_pairing_code: 'pairing_code_requested',
  send_message: 'message_accepted',
  disconnect_session: 'disconnecting',
  ping: 'pong',
} as const satisfies Record<ClientFrameType, AnswerFrame['type']>;

/** A frame to send, without its `requestId`: the client gives that. */
type Without<T> = T extends unknown ? Omit<T, 'requestId'> : never;
export type Request = Without<z.input<typeof ClientFrame>>;

const Subscribed = AnswerFrame.options[1].extend({ events: z.array(AnyEvent) });
type Subscribed = z.infer<typeof Subscribed>;

export type Answer =
  Exclude<AnswerFrame, { type: 'subscribed' | 'qr_code' | 'pairing_code' | 'presence' }> | Subscribed;
export type AnswerTo<T extends Request> = Extract<Answer, { type: (typeof ANSWERS)[T['type']] }>;

export const answers = <T extends Request>(request: T, answer: Answer): answer is AnswerTo<T> =>
  answer.type === ANSWERS[request.type];

const ErrorFrame = ErrorAnswer.extend({ type: z.literal('error') });

const Known = z.union([Subscribed, ErrorFrame, AnswerFrame]);

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** What came: an event, an answer, an error, a QR code; undefined for a frame of a kind that this client does not know. */
export function readFrame(text: string) {
  const value = jsonOf(text);
  const known = Known.safeParse(value);
  if (known.success) return { kind: 'frame' as const, frame: known.data };
  const event = AnyEvent.safeParse(value);
  return event.success ? { kind: 'event' as const, event: event.data } : undefined;
}
