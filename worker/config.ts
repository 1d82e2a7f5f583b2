import * as z from 'zod';

const Environment = z.object({
  TABLE_NAME: z.string(),
  REQUESTS_QUEUE_URL: z.string(),
  WORKER_QUEUE_PREFIX: z.string(),
  WEBHOOKS_QUEUE_URL: z.string(),
  /** Of the key that wraps new data keys. What a former key wraps is wrapped anew by and by. */
  KMS_KEY_ID: z
    .string()
    .refine(
      (id) => !/(^|:)alias\//.test(id),
      'must be a key’s id or ARN: an alias may come to mean another key unseen',
    ),
  /** How long a session's data key is used before another takes its place. */
  DATA_KEY_DAYS: z.coerce.number().positive().default(90),
  MEDIA_BUCKET: z.string(),
  WEBSOCKET_ENDPOINT: z.string(),
  HEALTH_PORT: z.coerce.number().int().default(8080),
  /** Absent: WhatsApp itself. */
  WHATSAPP_URL: z.string().optional(),
  /** How long one QR code stays up. Absent: WhatsApp's custom, 60 s for the first and 20 s for the others. */
  QR_SECONDS: z.coerce.number().positive().optional(),
  /** A connection on which nothing comes for this long, though WhatsApp was asked, is given up and made anew. */
  SILENCE_SECONDS: z.coerce.number().positive().default(24),
  /** Sessions' proxies may be at private addresses; the cloud's own services are at such ones, too. */
  PROXIES_ALLOW_PRIVATE: z.stringbool().default(false),
  /** Sessions that one worker holds at the most. */
  MAX_SESSIONS: z.coerce.number().int().positive().default(500),
  /**
   * Sessions that one worker links to a phone at a time; the others wait for their turn. A phone that was just linked sends
   * its history: a piece takes up to 60 MB for a moment, a link half a second of CPU.
   */
  MAX_PAIRINGS: z.coerce.number().int().positive().default(25),
  /** Connections that one worker opens a second; a connect costs about 50 ms of CPU. */
  CONNECTS_PER_SECOND: z.coerce.number().positive().default(10),
  /** How fast a session sends: so much at once, and so many a minute from then on. */
  SEND_BURST: z.coerce.number().int().positive().default(30),
  SENDS_PER_MINUTE: z.coerce.number().positive().default(60),
  /** What a message to somebody who never wrote to the account counts as. */
  COLD_SEND_WEIGHT: z.coerce.number().min(1).default(5),
  /** How long no such message leaves after WhatsApp has refused one, where it does not say until when. */
  COLD_PAUSE_SECONDS: z.coerce.number().positive().default(3_600),
  /** Files that one worker brings at a time, and takes at a time; each needs up to 200 MB of its disk. */
  TRANSFERS: z.coerce.number().int().positive().default(4),
  /** Which chats of the time before the link are taken over, and how many: those with the newest messages. */
  PRELOAD_CHATS_TYPE: z.enum(['individual', 'group', 'all']).default('individual'),
  PRELOAD_CHATS_LIMIT: z.coerce.number().int().min(0).default(30),
  /** In CloudWatch. */
  METRICS_NAMESPACE: z.string().default('Keepline'),
  /** Between two lines of metrics. */
  METRICS_SECONDS: z.coerce.number().positive().default(60),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
});
export type WorkerConfig = z.infer<typeof Environment>;

/** Reads the environment, once. */
export const readConfig = (environment: NodeJS.ProcessEnv): WorkerConfig => Environment.parse(environment);
