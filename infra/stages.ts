/** The places Keepline is deployed to. Choose one with `-c stage=production`; the default is in cdk.json. */
import { RemovalPolicy } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** The identity provider that signs the callers' tokens: see docs/identity.md. */
export interface Oidc {
  issuer: string;
  audience: string;
  jwksUri: string;
  /** The claim that names the caller's tenant. A dot leads into an object: `app_metadata.tenant`. */
  tenantClaim: string;
  /** The claim that lists the caller's groups; `admin` among them makes an administrator. */
  roleClaim: string;
  /** A secret that signs tokens, too (HS256), sealed under the stage's KMS key, in base64. */
  sealedSecret?: string;
  /** The console's client, a public one with the authorization code flow and PKCE. */
  clientId: string;
  /** Origins that the console calls to sign in: the issuer's, and the token endpoint's where that is another. */
  origins: string[];
}

export interface Stage {
  name: string;
  region: string;
  /** Your identity provider; without one, Cognito with hosted sign-in is made. */
  oidc?: Oidc;
  /** The e-mail address of the first admin, who is invited. Only where Cognito is made. */
  admin?: string;
  /**
   * Names of your own, with the ARN of a certificate of the stage's region for each API and of us-east-1 for the console. With the
   * zone of the names in Route 53 they are entered there; else point them at the outputs yourself.
   */
  domains?: {
    api?: { name: string; certificateArn: string };
    websocket?: { name: string; certificateArn: string };
    console?: { name: string; certificateArn: string };
    zone?: { id: string; name: string };
  };
  /** Web origins that may call the APIs beside the console; `https://*.example.com` is allowed. */
  allowedOrigins: string[];
  /** What callers may use up before they are refused (429), by all functions together. */
  limits: {
    /** Over which requests are counted. */
    windowSeconds: number;
    /** Requests of an address that does not say who is calling. */
    guestRequests: number;
    /** Requests of each caller. */
    callerRequests: number;
    framesPerSecond: number;
    messagesPerDay: number;
    sessionsPerTenant: number;
  };
  /**
   * Whether anyone may pair a phone without an account and take the session away: so many at a time from an address. An
   * ephemeral session, a member's too, is erased after `timeoutMs`.
   */
  guests: { allowed: boolean; perIp: number; timeoutMs: number };
  /** Requests a second and in a burst, for each of the two APIs. */
  throttle: { rateLimit: number; burstLimit: number };
  /** `cpu` in units of 1/1024 vCPU, `memory` in MiB, as Fargate pairs them. */
  worker: {
    cpu: number;
    memory: number;
    /** The image is built for it: `arm64` costs a fifth less, where Docker can build it. */
    architecture: 'x86_64' | 'arm64';
    /** So many of 100 tasks are Spot ones, for a third of the price: AWS takes them back with two minutes' notice. */
    spotPercent: number;
    /** At least, and at most: by memory, sessions and requests that wait. */
    count: number;
    maxCount: number;
    /** A session takes 1 to 2 MB, on a base of about 100 MB. */
    maxSessions: number;
    /** Links to a phone at a time: each takes up to 60 MB for a moment, and half a second of CPU. */
    maxPairings: number;
    /** A connect takes about 50 ms of CPU. */
    connectsPerSecond: number;
    /** Whether sessions' proxies may be at private addresses. The cloud's own services are at such ones, too. */
    proxiesAllowPrivate: boolean;
  };
  /**
   * `public`: each worker has an address of its own, which changes, at no price. `fixed`: all leave by one address that
   * stays, through a NAT gateway (about 35 USD a month, and 0.05 for each GB).
   */
  egress: 'public' | 'fixed';
  /**
   * How fast each session sends: so much at once, and so many a minute from then on. A message to somebody who never wrote
   * counts as `coldWeight`, and waits `coldPauseSeconds` after WhatsApp has refused one. WhatsApp restricts numbers that
   * write to many new people, and refuses above about three messages a second.
   */
  sending: { burst: number; perMinute: number; coldWeight: number; coldPauseSeconds: number };
  /** How long a message may wait to leave, where its caller does not say: a session may be down meanwhile. */
  messageDeadlineSeconds: number;
  /** Which chats of the time before a link are taken over, and how many: those with the newest messages. */
  preloadChats: { type: 'individual' | 'group' | 'all'; limit: number };
  /**
   * The KMS key that wraps the sessions' data keys; another name makes another key. What the `former` ones wrap, given by
   * their ARNs, still opens: each pairing gets a new data key, under the new key, when a worker next holds it,
   * and a webhook's secret is sealed under the new key when it is rotated.
   */
  credentialsKey: { name: string; former: string[] };
  /** Calls of the function that delivers to webhooks, at a time: slow endpoints must not take the account's whole share. */
  webhooks: { concurrency: number };
  /** At rest for so many days is inactive: upkeep lists such sessions, and archives those of tenants that want it. */
  inactiveDays: number;
  /** Who is told of alarms; without one the topic has no subscriber. */
  alarmAddress?: string;
  logRetention: RetentionDays;
  /** How long the files of messages are kept. */
  mediaDays: number;
  /** What becomes of the data (table, key, buckets, logs) when the stack is deleted; AWS deletes only empty buckets. */
  removalPolicy: RemovalPolicy.DESTROY | RemovalPolicy.RETAIN;
}

const dev: Stage = {
  name: 'dev',
  region: 'eu-central-1',
  allowedOrigins: [],
  limits: {
    windowSeconds: 900,
    guestRequests: 100,
    callerRequests: 10_000,
    framesPerSecond: 25,
    messagesPerDay: 20_000,
    sessionsPerTenant: 200,
  },
  guests: { allowed: false, perIp: 3, timeoutMs: 300_000 },
  throttle: { rateLimit: 50, burstLimit: 100 },
  worker: {
    cpu: 512,
    memory: 1024,
    architecture: 'x86_64',
    spotPercent: 0,
    count: 1,
    maxCount: 2,
    maxSessions: 200,
    maxPairings: 8,
    connectsPerSecond: 5,
    proxiesAllowPrivate: false,
  },
  egress: 'public',
  sending: { burst: 30, perMinute: 60, coldWeight: 5, coldPauseSeconds: 3600 },
  messageDeadlineSeconds: 24 * 3600,
  preloadChats: { type: 'individual', limit: 30 },
  credentialsKey: { name: 'Key', former: [] },
  webhooks: { concurrency: 5 },
  inactiveDays: 7,
  logRetention: RetentionDays.ONE_WEEK,
  mediaDays: 30,
  removalPolicy: RemovalPolicy.DESTROY,
};

const production: Stage = {
  name: 'production',
  region: 'eu-central-1',
  allowedOrigins: [],
  limits: {
    windowSeconds: 900,
    guestRequests: 100,
    callerRequests: 10_000,
    framesPerSecond: 25,
    messagesPerDay: 100_000,
    sessionsPerTenant: 1_000,
  },
  guests: { allowed: false, perIp: 3, timeoutMs: 300_000 },
  throttle: { rateLimit: 500, burstLimit: 1000 },
  worker: {
    cpu: 1024,
    memory: 4096,
    architecture: 'x86_64',
    spotPercent: 0,
    count: 2,
    maxCount: 20,
    maxSessions: 1_000,
    maxPairings: 25,
    connectsPerSecond: 10,
    proxiesAllowPrivate: false,
  },
  egress: 'public',
  sending: { burst: 30, perMinute: 60, coldWeight: 5, coldPauseSeconds: 3600 },
  messageDeadlineSeconds: 24 * 3600,
  preloadChats: { type: 'individual', limit: 30 },
  credentialsKey: { name: 'Key', former: [] },
  webhooks: { concurrency: 50 },
  inactiveDays: 7,
  logRetention: RetentionDays.THREE_MONTHS,
  mediaDays: 365,
  removalPolicy: RemovalPolicy.RETAIN,
};

const STAGES = [dev, production];

export function stageNamed(name: unknown): Stage {
  const stage = STAGES.find((candidate) => candidate.name === name);
  if (!stage)
    throw new Error(`There is no stage "${String(name)}": it is one of ${STAGES.map((s) => s.name).join(', ')}.`);
  return stage;
}
