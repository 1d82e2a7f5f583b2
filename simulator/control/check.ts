import { z } from 'zod';
import { ControlError } from './errors.ts';

export const number = z.string().regex(/^\d{6,15}$/, 'a phone number in international form, digits only');

/** Checks a body, and names the field that is wrong. */
export function check<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.path.join('.') || 'body';
  throw new ControlError(400, 'invalid_request', `${field}: ${issue?.message ?? 'is wrong'}`);
}
