import * as z from 'zod';
import { readEnvironment } from '../readEnvironment.ts';
import type { Policy } from './policy.ts';

const seconds = z.coerce.number().positive();

const Environment = z.object({
  TABLE_NAME: z.string().min(1),
  KMS_KEY_ID: z.string().min(1),
  WEBHOOKS_QUEUE_URL: z.url(),
  WEBSOCKET_ENDPOINT: z.url(),
  WEBHOOKS_ALLOW_PRIVATE: z.stringbool().default(false),
  WEBHOOKS_TIMEOUT_SECONDS: seconds.default(10),
  WEBHOOKS_FIRST_RETRY_SECONDS: seconds.default(5),
  WEBHOOKS_LONGEST_RETRY_SECONDS: seconds.default(4 * 3600),
  WEBHOOKS_GIVE_UP_SECONDS: seconds.default(24 * 3600),
  WEBHOOKS_PAUSE_SECONDS: seconds.default(3600),
});

export interface WebhooksConfig {
  tableName: string;
  keyId: string;
  queueUrl: string;
  /** The WebSocket management API's address, with its stage. */
  webSocketEndpoint: string;
  /** Endpoints may be at private addresses, and without TLS: for a system on one machine. */
  allowPrivate: boolean;
  policy: Policy;
}

/** @throws when a variable is missing or wrong; its name is in the message */
export function readConfig(environment: NodeJS.ProcessEnv): WebhooksConfig {
  const read = readEnvironment(Environment, environment);
  return {
    tableName: read.TABLE_NAME,
    keyId: read.KMS_KEY_ID,
    queueUrl: read.WEBHOOKS_QUEUE_URL,
    webSocketEndpoint: read.WEBSOCKET_ENDPOINT,
    allowPrivate: read.WEBHOOKS_ALLOW_PRIVATE,
    policy: {
      timeoutMs: read.WEBHOOKS_TIMEOUT_SECONDS * 1000,
      firstRetryMs: read.WEBHOOKS_FIRST_RETRY_SECONDS * 1000,
      longestRetryMs: read.WEBHOOKS_LONGEST_RETRY_SECONDS * 1000,
      giveUpMs: read.WEBHOOKS_GIVE_UP_SECONDS * 1000,
      pauseMs: read.WEBHOOKS_PAUSE_SECONDS * 1000,
    },
  };
}
