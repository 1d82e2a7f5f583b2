/** What the template asks for, in plain values: everything that is made here is made from this. */
import type {
  AttributeDefinition,
  GlobalSecondaryIndex,
  KeySchemaElement,
  LocalSecondaryIndex,
} from '@aws-sdk/client-dynamodb';

export interface TableSpec {
  name: string;
  keys: KeySchemaElement[];
  attributes: AttributeDefinition[];
  localIndexes: LocalSecondaryIndex[];
  globalIndexes: GlobalSecondaryIndex[];
}

export interface QueueSpec {
  name: string;
  /** As the SQS API takes them. */
  attributes: Record<string, string>;
}

/** Pages of which origins may do what with a bucket's files. */
interface CorsRule {
  origins: string[];
  methods: string[];
  headers: string[];
  maxAgeSeconds: number;
}

export interface BucketSpec {
  name: string;
  cors: CorsRule[];
}

export interface FunctionSpec {
  name: string;
  /** The source file, from the checkout's root. */
  entry: string;
  /** What is run of it: the source itself, or what was bundled. */
  file: string;
  timeoutSeconds: number;
  memoryMb: number;
  environment: Record<string, string>;
}

/** A queue whose messages a function is called with. */
export interface EventSourceSpec {
  queueName: string;
  functionName: string;
  batchSize: number;
  /** The function names the messages that failed; else all of a call fail or none. */
  reportsFailures: boolean;
  /** Calls at a time. */
  concurrency: number;
}

/** What is sent to a queue, or called with, again and again. */
export interface ScheduleSpec {
  everySeconds: number;
  target: { queueName: string } | { functionName: string };
  message: string;
}

export interface RouteSpec {
  /** `GET /path/{id}`, `$default`, `$connect` … */
  routeKey: string;
  /** The function that answers, by name. */
  functionName: string;
  /** WebSocket: what the function returns is sent to the client. */
  answers: boolean;
}

/** Times in seconds. */
export interface HealthCheckSpec {
  interval: number;
  timeout: number;
  retries: number;
  startPeriod: number;
}

export interface WorkerSpec {
  entry: string;
  file: string;
  stopTimeoutSeconds: number;
  health: HealthCheckSpec;
  environment: Record<string, string>;
}

/** The identity provider as the functions expect it. */
export interface IdentitySpec {
  issuer: string;
  jwksUri: string;
  audience: string;
  tenantClaim: string;
  roleClaim: string;
}

export interface ApiSpec {
  apiId: string;
  stage: string;
  routes: RouteSpec[];
}

export interface Blueprint {
  tables: TableSpec[];
  queues: QueueSpec[];
  buckets: BucketSpec[];
  functions: FunctionSpec[];
  eventSources: EventSourceSpec[];
  schedules: ScheduleSpec[];
  http: ApiSpec;
  webSocket: ApiSpec;
  identity: IdentitySpec;
  worker: WorkerSpec;
}
