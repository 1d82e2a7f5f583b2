/** What one look at an account or a stage comes to. */
export interface Verdict {
  /** `warning`: it can be deployed, and is worth knowing. `unknown`: it could not be asked. */
  is: 'ok' | 'warning' | 'problem' | 'unknown';
  /** What was found. */
  what: string;
  /** What to do about it. */
  todo?: string;
}

export const ok = (what: string): Verdict => ({ is: 'ok', what });
export const warning = (what: string, todo: string): Verdict => ({ is: 'warning', what, todo });
export const problem = (what: string, todo: string): Verdict => ({ is: 'problem', what, todo });

/** What AWS said, in one line; never a stack trace. */
export const reason = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error);
