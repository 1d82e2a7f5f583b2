import * as z from 'zod';
import {
  AllSubscribed,
  AnswerFrame,
  type ClientFrame,
  FRAME_ANSWERS,
  NoticeFrame,
  SessionSubscribed,
} from '../core/model/frames.ts';
import { ErrorAnswer } from './errors.ts';
import { AnyEvent, LiveEvent } from './events.ts';

/** A frame to send, without its `requestId`: the client gives that. */
type Without<T> = T extends unknown ? Omit<T, 'requestId'> : never;
export type Request = Without<z.input<typeof ClientFrame>>;

const events = z.array(AnyEvent);
const Subscribed = z.union([SessionSubscribed.extend({ events }), AllSubscribed.extend({ events })]);

export type Answer = Exclude<AnswerFrame, { type: 'subscribed' }> | z.infer<typeof Subscribed>;
type Answering<T extends Request> = Extract<Answer, { type: (typeof FRAME_ANSWERS)[T['type']] }>;
/** What listens to all sessions is answered as such. */
export type AnswerTo<T extends Request> = T extends { type: 'subscribe'; all: true }
  ? Extract<Answering<T>, { cursor: string }>
  : T extends { type: 'subscribe' }
    ? Exclude<Answering<T>, { cursor: string }>
    : Answering<T>;

export const answers = <T extends Request>(request: T, answer: Answer): answer is Answer & AnswerTo<T> =>
  answer.type === FRAME_ANSWERS[request.type] && 'all' in request === 'all' in answer;

const ErrorFrame = ErrorAnswer.extend({ type: z.literal('error') });

/** In the order in which a frame is tried as one. */
const KINDS = [
  ['error', ErrorFrame],
  ['answer', z.union([Subscribed, AnswerFrame])],
  ['notice', NoticeFrame],
  ['event', LiveEvent],
] as const;

export type Frame =
  | { kind: 'error'; frame: z.infer<typeof ErrorFrame> }
  | { kind: 'answer'; frame: Answer & { requestId?: string | undefined } }
  | { kind: 'notice'; frame: NoticeFrame }
  | { kind: 'event'; frame: LiveEvent };

/** What came; undefined for a frame of a kind that this client does not know. */
export function readFrame(text: string): Frame | undefined {
  try {
    const value: unknown = JSON.parse(text);
    for (const [kind, schema] of KINDS) {
      const read = schema.safeParse(value);
      if (read.success) return { kind, frame: read.data } as Frame;
    }
  } catch {
    // Not ours.
  }
  return undefined;
}
