import type * as z from 'zod';

/** With a key, a repeat of the same request has no second effect. */
export interface Write {
  idempotencyKey?: string;
  signal?: AbortSignal;
}
export interface Read {
  signal?: AbortSignal;
}
export type Query<S extends z.ZodType> = { [K in keyof z.infer<S>]?: z.infer<S>[K] | undefined } & Read;

export const ofSession = (id: string, read: Read = {}) => ({ params: { id }, ...read });
