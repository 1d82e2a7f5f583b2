import * as z from 'zod';
import { DAY_SECONDS, DeadlineSeconds } from '../core/model/message.ts';
import type { DeadLetterQueue } from '../core/model/operator.ts';
import { readEnvironment } from './readEnvironment.ts';

const text = z.string().min(1);
const count = z.coerce.number().int().min(1);

const Environment = z.object({
  TABLE_NAME: text,
  REQUESTS_QUEUE_URL: z.url(),
  WEBHOOKS_QUEUE_URL: z.url(),
  CONNECTIONS_QUEUE_URL: z.url(),
  REQUESTS_DEAD_LETTERS_URL: z.url(),
  WEBHOOKS_DEAD_LETTERS_URL: z.url(),
  CONNECTIONS_DEAD_LETTERS_URL: z.url(),
  WEBHOOKS_ALLOW_PRIVATE: z.stringbool().default(false),
  KMS_KEY_ID: text,
  MEDIA_BUCKET: text,
  WEBSOCKET_ENDPOINT: z.url(),
  OIDC_ISSUER: text,
  OIDC_AUDIENCE: text,
  OIDC_JWKS_URI: z.url(),
  OIDC_SEALED_SECRET: z.base64().optional(),
  OIDC_TENANT_CLAIM: text.default('sub'),
  OIDC_ROLE_CLAIM: text.default('cognito:groups'),
  MESSAGE_DEADLINE_SECONDS: z.coerce.number().pipe(DeadlineSeconds).default(DAY_SECONDS),
  ALLOWED_ORIGINS: z.string().default(''),
  METRICS_NAMESPACE: text.default('Keepline'),
  METRICS_SECONDS: z.coerce.number().positive().default(60),
  RATE_WINDOW_SECONDS: count,
  GUEST_REQUESTS: count,
  CALLER_REQUESTS: count,
  FRAMES_PER_SECOND: count,
  MESSAGES_PER_DAY: count,
  SESSIONS_PER_TENANT: count,
  GUESTS_ALLOWED: z.stringbool().default(false),
  MAX_SESSIONS_PER_IP: z.coerce.number().int().positive().default(3),
  SESSION_TIMEOUT: z.coerce.number().int().positive().default(300_000),
});

export interface Config {
  tableName: string;
  requestsUrl: string;
  webhooksUrl: string;
  connectionsUrl: string;
  /** Where bells end that nobody could answer, by the queue that they come from. */
  deadLetters: Record<DeadLetterQueue, string>;
  /** Webhooks may lead to private addresses, and do without TLS: for a system on one machine. */
  allowPrivate: boolean;
  keyId: string;
  mediaBucket: string;
  /** The WebSocket management API's address, with its stage. */
  webSocketEndpoint: string;
  oidc: {
    issuer: string;
    audience: string;
    jwksUri: string;
    /** A secret that signs tokens, too (HS256), sealed under KMS, in base64. */
    sealedSecret?: string | undefined;
    /** Claims, by name; where there is none of that name, a dot leads into an object. */
    tenantClaim: string;
    roleClaim: string;
  };
  /** How long a message may wait to leave, where its caller does not say. */
  messageDeadlineSeconds: number;
  /** Origins of pages that may call; `https://*.example.com` stands for each of its subdomains. */
  allowedOrigins: string[];
  /** In CloudWatch. */
  metricsNamespace: string;
  /** Between two lines of a worker's metrics. */
  metricsSeconds: number;
  limits: LimitSettings;
  guests: GuestSettings;
}

export interface LimitSettings {
  /** Over which requests are counted. */
  windowSeconds: number;
  /** Of an address that does not say who is calling. */
  guestRequests: number;
  /** Of each caller. */
  callerRequests: number;
  /** Of each WebSocket, on average over ten seconds. */
  framesPerSecond: number;
  /** Of a tenant, by UTC. */
  messagesPerDay: number;
  /** Without the archived ones. */
  sessionsPerTenant: number;
}

/** Sessions without an account. Ephemeral ones, a member's too, live for `timeoutMs`. */
export interface GuestSettings {
  allowed: boolean;
  /** Alive at a time. */
  perIp: number;
  timeoutMs: number;
}

/** @throws when a variable is missing or wrong; its name is in the message */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const read = readEnvironment(Environment, environment);
  return {
    tableName: read.TABLE_NAME,
    requestsUrl: read.REQUESTS_QUEUE_URL,
    webhooksUrl: read.WEBHOOKS_QUEUE_URL,
    connectionsUrl: read.CONNECTIONS_QUEUE_URL,
    deadLetters: {
      requests: read.REQUESTS_DEAD_LETTERS_URL,
      webhooks: read.WEBHOOKS_DEAD_LETTERS_URL,
      connections: read.CONNECTIONS_DEAD_LETTERS_URL,
    },
    allowPrivate: read.WEBHOOKS_ALLOW_PRIVATE,
    keyId: read.KMS_KEY_ID,
    mediaBucket: read.MEDIA_BUCKET,
    webSocketEndpoint: read.WEBSOCKET_ENDPOINT,
    oidc: {
      issuer: read.OIDC_ISSUER,
      audience: read.OIDC_AUDIENCE,
      jwksUri: read.OIDC_JWKS_URI,
      sealedSecret: read.OIDC_SEALED_SECRET,
      tenantClaim: read.OIDC_TENANT_CLAIM,
      roleClaim: read.OIDC_ROLE_CLAIM,
    },
    messageDeadlineSeconds: read.MESSAGE_DEADLINE_SECONDS,
    allowedOrigins: read.ALLOWED_ORIGINS.split(',')
      .map((origin) => origin.trim())
      .filter((origin) => origin !== ''),
    metricsNamespace: read.METRICS_NAMESPACE,
    metricsSeconds: read.METRICS_SECONDS,
    limits: {
      windowSeconds: read.RATE_WINDOW_SECONDS,
      guestRequests: read.GUEST_REQUESTS,
      callerRequests: read.CALLER_REQUESTS,
      framesPerSecond: read.FRAMES_PER_SECOND,
      messagesPerDay: read.MESSAGES_PER_DAY,
      sessionsPerTenant: read.SESSIONS_PER_TENANT,
    },
    guests: { allowed: read.GUESTS_ALLOWED, perIp: read.MAX_SESSIONS_PER_IP, timeoutMs: read.SESSION_TIMEOUT },
  };
}
