import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { acceptWildcard } from '../acceptWildcard.ts';
import { ENTRIES } from '../bundles.ts';
import { metricsNamespace } from '../metrics.ts';
import type { Oidc, Stage } from '../stages.ts';
import type { CredentialsKey } from './key.ts';
import { HouseFunction } from './houseFunction.ts';
import type { MediaBucket } from './mediaBucket.ts';
import { API_FUNCTION_SECONDS, type Queues } from './queues.ts';
import type { Table } from './table.ts';
import type { WebSocketApi } from './webSocketApi.ts';

/** Calls that end connections, at a time: each ends ten, and callers must not wait for it. */
const ENDING = 10;

interface FunctionsProps {
  stage: Stage;
  table: Table;
  queues: Queues;
  key: CredentialsKey;
  media: MediaBucket;
  webSocketApi: WebSocketApi;
  oidc: Oidc;
  /** Origins of pages that may call. */
  pageOrigins: string[];
}

/** What answers the two APIs: one function each, with the same environment. */
export class Functions extends Construct {
  readonly http: HouseFunction;
  readonly webSocket: HouseFunction;

  constructor(
    scope: Construct,
    id: string,
    { stage, table, queues, key, media, webSocketApi, oidc, pageOrigins }: FunctionsProps,
  ) {
    super(scope, id);
    const environment = {
      TABLE_NAME: table.name,
      REQUESTS_QUEUE_URL: queues.requestsUrl,
      WEBHOOKS_QUEUE_URL: queues.webhooks.queueUrl,
      CONNECTIONS_QUEUE_URL: queues.connections.queueUrl,
      REQUESTS_DEAD_LETTERS_URL: queues.deadLetters.requests.queueUrl,
      WEBHOOKS_DEAD_LETTERS_URL: queues.deadLetters.webhooks.queueUrl,
      CONNECTIONS_DEAD_LETTERS_URL: queues.deadLetters.connections.queueUrl,
      KMS_KEY_ID: key.id,
      MEDIA_BUCKET: media.name,
      WEBSOCKET_ENDPOINT: webSocketApi.endpoint,
      OIDC_ISSUER: oidc.issuer,
      OIDC_AUDIENCE: oidc.audience,
      OIDC_JWKS_URI: oidc.jwksUri,
      OIDC_TENANT_CLAIM: oidc.tenantClaim,
      OIDC_ROLE_CLAIM: oidc.roleClaim,
      ...(oidc.sealedSecret !== undefined && { OIDC_SEALED_SECRET: oidc.sealedSecret }),
      MESSAGE_DEADLINE_SECONDS: String(stage.messageDeadlineSeconds),
      ALLOWED_ORIGINS: pageOrigins.join(','),
      METRICS_NAMESPACE: metricsNamespace(stage),
      RATE_WINDOW_SECONDS: String(stage.limits.windowSeconds),
      GUEST_REQUESTS: String(stage.limits.guestRequests),
      CALLER_REQUESTS: String(stage.limits.callerRequests),
      FRAMES_PER_SECOND: String(stage.limits.framesPerSecond),
      MESSAGES_PER_DAY: String(stage.limits.messagesPerDay),
      SESSIONS_PER_TENANT: String(stage.limits.sessionsPerTenant),
      GUESTS_ALLOWED: String(stage.guests.allowed),
      MAX_SESSIONS_PER_IP: String(stage.guests.perIp),
      SESSION_TIMEOUT: String(stage.guests.timeoutMs),
    };
    const house = { stage, environment, timeout: Duration.seconds(API_FUNCTION_SECONDS) };
    this.http = new HouseFunction(this, 'Http', { ...house, entry: ENTRIES.http });
    this.webSocket = new HouseFunction(this, 'WebSocket', { ...house, entry: ENTRIES.webSocket });
    queues.grantRedrive(this.http);
    // What operators see as charts. CloudWatch knows no narrower right than to read all metrics of the account.
    this.http.addToRolePolicy(new PolicyStatement({ actions: ['cloudwatch:GetMetricData'], resources: ['*'] }));
    acceptWildcard(this, '*', 'GetMetricData cannot be granted for some metrics only.');
    for (const each of [this.http, this.webSocket]) {
      table.grantRows(each, 'PutItem', 'DeleteItem', 'BatchGetItem');
      queues.grantRing(each);
      queues.grantRingWebhooks(each);
      queues.grantRingConnections(each);
      key.grantUnwrap(each);
      media.grantTransfer(each);
      key.grantSealSecrets(each);
      // Whose key is revoked, or whose token ends, is hung up on.
      webSocketApi.grantPush(each);
    }
    this.webSocket.addEventSource(
      new SqsEventSource(queues.connections, { batchSize: 10, reportBatchItemFailures: true, maxConcurrency: ENDING }),
    );
  }
}
