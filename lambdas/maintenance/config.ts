import * as z from 'zod';
import { readEnvironment } from '../readEnvironment.ts';

const text = z.string().min(1);

const Environment = z.object({
  TABLE_NAME: text,
  REQUESTS_QUEUE_URL: z.url(),
  WORKER_QUEUE_PREFIX: text,
  MEDIA_BUCKET: text,
  /** At rest for so long is inactive. */
  INACTIVE_DAYS: z.coerce.number().positive().default(7),
});
export type MaintenanceConfig = z.infer<typeof Environment>;

/** @throws when a variable is missing or wrong; its name is in the message */
export const readConfig = (environment: NodeJS.ProcessEnv): MaintenanceConfig =>
  readEnvironment(Environment, environment);
