import type { EventAvailable, NoticeFrame } from '../core/model/frames.ts';
import type { Backoff } from './backoff.ts';
import type { KeeplineClientError } from './errors.ts';
import type { LiveEvent } from './events.ts';
import type { AnswerTo, Request } from './frames.ts';
import type { Http } from './http.ts';

/** What the live connection does for its subscriptions. */
export interface Host {
  http: Pick<Http, 'listEvents' | 'listAllEvents'>;
  backoff: Backoff;
  request: <T extends Request>(request: T) => Promise<AnswerTo<T>>;
  /** Subscribes it again, now. */
  join: (subscription: Subscription) => void;
  /** It is over: nothing of it comes any more. */
  end: (subscription: Subscription, error: KeeplineClientError) => void;
}

export type Topic = { sessionId: string } | { all: true };

/** What somebody listens to, across connections. */
export interface Subscription {
  topic: Topic;
  /** Subscribes. Rejects with what may pass: on a new connection it is tried again. */
  join: () => Promise<void>;
  event: (event: LiveEvent | EventAvailable) => void;
  notice: (frame: Exclude<NoticeFrame, EventAvailable>) => void;
  stop: () => void;
  ended: (error: KeeplineClientError) => void;
}
