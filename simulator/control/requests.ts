import { z } from 'zod';
import { FAULT_KINDS } from '../server/faults.ts';
import { ControlError } from './errors.ts';

const number = z.string().regex(/^\d{6,15}$/, 'a phone number in international form, digits only');

/** The bodies that the control API takes. */
export const bodies = {
  createPhone: z.strictObject({ number: number.optional(), name: z.string().min(1).max(100).optional() }),
  scan: z.strictObject({ qr: z.string().min(1) }),
  send: z.strictObject({
    to: z.string().min(1),
    content: z.strictObject({ type: z.literal('text'), text: z.string().min(1) }),
    addressing: z.enum(['pn', 'lid']).optional(),
  }),
  read: z.strictObject({ messageId: z.string().min(1) }),
  unlink: z.strictObject({ deviceId: z.int().positive().optional() }),
  fault: z
    .strictObject({
      number: z.union([number, z.literal('all')]),
      kind: z.preprocess(String, z.enum(FAULT_KINDS)),
      seconds: z.number().nonnegative().max(3600).optional(),
    })
    .refine(({ kind, seconds }) => seconds !== undefined || (kind !== 'silence' && kind !== 'refuse'), {
      path: ['seconds'],
      message: 'silence and refuse need a duration',
    }),
};

/** Checks a body, and names the field that is wrong. */
export function check<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.path.join('.') || 'body';
  throw new ControlError(400, 'invalid_request', `${field}: ${issue?.message ?? 'is wrong'}`);
}
