import type * as z from 'zod';
import { KeeplineError, type FieldError } from './errors.ts';

const fieldsOf = (error: z.ZodError): FieldError[] =>
  error.issues.map((issue) => ({ field: issue.path.join('.') || '(the whole)', message: issue.message }));

/** Parses what comes from outside; a `KeeplineError` names each wrong field and what is allowed. */
export function parseRequest<S extends z.ZodType>(schema: S, value: unknown, what: string): z.infer<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const details = fieldsOf(result.error);
  const summary = details.map(({ field, message }) => `${field}: ${message}`).join('; ');
  throw new KeeplineError('invalid_request', `The ${what} is not valid. ${summary}`, details);
}

export function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new KeeplineError('invalid_json', `The ${what} is not valid JSON.`);
  }
}
