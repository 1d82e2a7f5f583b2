/** Everything that the functions and the workers ask of AWS, seen, and disturbed where somebody wants to see what then. */

/** `management` is the WebSocket API's management API. */
export type Service = 'dynamodb' | 'sqs' | 's3' | 'kms' | 'cloudwatch' | 'management';

/** Which thing a request is about, as far as it says so. */
export interface Target {
  table?: string | undefined;
  index?: string | undefined;
  pk?: string | undefined;
  sk?: string | undefined;
  /** A queue's name. */
  queue?: string | undefined;
  connectionId?: string | undefined;
  /** S3: the bucket and the file in it, with the query. */
  file?: string | undefined;
}

/** One request. */
export interface Call {
  service: Service;
  /** As the API names it: `PutItem`, `SendMessage`. */
  action: string;
  /** Who signed: `worker-1`, `lambdas-http`; empty where it is neither a worker nor a function of ours. */
  caller: string;
  /** By `performance.now`, milliseconds. */
  startedAt: number;
  target: Target;
  /** The request's body, where it is JSON. */
  body: Record<string, unknown>;
}

export interface AnsweredCall extends Call {
  ms: number;
  /** The HTTP status; undefined when the caller did not wait for it. */
  status: number | undefined;
  /** DynamoDB's read or write units, by the action. Of the table alone: what indexes cost comes on top. */
  units?: number | undefined;
}

/** What happens to a request instead of its answer, or besides. */
export type Disturbance =
  /** An AWS error, for instance 400 `ThrottlingException` or 410 `GoneException`. Nothing is done. */
  | { kind: 'error'; status: number; code: string }
  | { kind: 'delay'; ms: number }
  /** Nothing is done before this has resolved. */
  | { kind: 'hold'; until: Promise<unknown> }
  /** No answer, until the caller gives up. `done` says whether the work is done all the same. */
  | { kind: 'hang'; done: boolean }
  /** `SendMessage` only: answered as sent, and lost. */
  | { kind: 'lose' }
  /** Done twice, answered once. */
  | { kind: 'double' };

export interface Traffic {
  /** Told after each answer. */
  observe?: (call: AnsweredCall) => void;
  /** Asked before each call. */
  disturb?: (call: Call) => Disturbance | undefined;
}
