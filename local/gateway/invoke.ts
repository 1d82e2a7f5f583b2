/** Calls the function behind a route: its answer, or a `FunctionError`. */
export type Invoke = (functionName: string, event: unknown, withinMs: number) => Promise<unknown>;
