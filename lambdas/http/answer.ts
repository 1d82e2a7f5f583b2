import type * as z from 'zod';
import type { HttpResult } from './call.ts';

/** An answer in JSON, held to the contract. */
export function json<S extends z.ZodType>(statusCode: number, schema: S, value: z.input<S>): HttpResult {
  return {
    statusCode,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(schema.parse(value)),
  };
}
