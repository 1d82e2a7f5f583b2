/** What a function's process and we say to each other. */
export interface Invocation {
  id: string;
  event: unknown;
  /** Epoch milliseconds. */
  deadline: number;
}

export type Outcome =
  { type: 'loaded' } | { type: 'result'; id: string; result: unknown } | { type: 'error'; id: string; error: string };
