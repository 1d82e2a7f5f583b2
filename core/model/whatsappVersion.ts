/** Which WhatsApp Web this fleet says it is. WhatsApp refuses versions that have become too old. */
import * as z from 'zod';

const MESSAGE = 'must be three numbers with dots between, such as 2.3000.1043857760';
/** They travel as unsigned 32-bit numbers. */
const LARGEST_PART = 2 ** 32 - 1;

export const WhatsAppVersion = z
  .string()
  .regex(/^\d{1,10}\.\d{1,10}\.\d{1,10}$/, { message: MESSAGE, abort: true })
  .refine((text) => text.split('.').every((part) => Number(part) <= LARGEST_PART), MESSAGE)
  .brand<'WhatsAppVersion'>();
export type WhatsAppVersion = z.infer<typeof WhatsAppVersion>;

/** What the fleet knows: the version that an operator has set, and the last one that WhatsApp took. Times are ISO 8601. */
export const FleetVersion = z.object({
  version: WhatsAppVersion.optional(),
  setAt: z.iso.datetime().optional(),
  good: WhatsAppVersion.optional(),
  goodAt: z.iso.datetime().optional(),
});
export type FleetVersion = z.infer<typeof FleetVersion>;
