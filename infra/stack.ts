import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { AccessLogBucket } from './constructs/accessLogBucket.ts';
import { Alarms } from './constructs/alarms.ts';
import { Dashboard } from './constructs/dashboard.ts';
import { Functions } from './constructs/functions.ts';
import { GatewayLogging } from './constructs/gatewayLogging.ts';
import { HttpApi } from './constructs/httpApi.ts';
import { Identity } from './constructs/identity.ts';
import { CredentialsKey } from './constructs/key.ts';
import { Maintenance } from './constructs/maintenance.ts';
import { MediaBucket } from './constructs/mediaBucket.ts';
import { Queues } from './constructs/queues.ts';
import { Site } from './constructs/site.ts';
import { Table } from './constructs/table.ts';
import { Webhooks } from './constructs/webhooks.ts';
import { WebSocketApi } from './constructs/webSocketApi.ts';
import { Worker } from './constructs/worker.ts';
import type { Stage } from './stages.ts';

/** All of Keepline, in one region of one account. */
export class KeeplineStack extends Stack {
  constructor(scope: Construct, stage: Stage) {
    // No account: it is whichever the deployer is signed in to, and synthesis looks nothing up.
    super(scope, `Keepline-${stage.name}`, { env: { region: stage.region } });
    const table = new Table(this, 'Table', stage);
    const queues = new Queues(this, 'Queues', stage);
    const key = new CredentialsKey(this, 'CredentialsKey', stage);
    const httpApi = new HttpApi(this, 'HttpApi', stage);
    const webSocketApi = new WebSocketApi(this, 'WebSocketApi', stage, new GatewayLogging(this, 'GatewayLogging'));
    const logs = new AccessLogBucket(this, 'AccessLogs', stage);
    const identity = new Identity(this, 'Identity', stage);
    const [api, websocket] = [httpApi.url, webSocketApi.url];
    const callable = [api, websocket, ...identity.origins];
    const site = new Site(this, 'Site', { stage, logs, callable, media: MediaBucket.originOf(stage) });
    const oidc = identity.serve(site.origin);
    site.serve({ api, websocket, issuer: oidc.issuer, clientId: oidc.clientId, audience: oidc.audience });
    const pageOrigins = [site.origin, ...stage.allowedOrigins];
    const media = new MediaBucket(this, 'Media', { stage, logs, pageOrigins });

    const functions = new Functions(this, 'Functions', {
      stage,
      table,
      queues,
      key,
      media,
      webSocketApi,
      oidc,
      pageOrigins,
    });
    httpApi.serveWith(functions.http);
    webSocketApi.serveWith(functions.webSocket);
    const { deliverer } = new Webhooks(this, 'Webhooks', { stage, table, queues, key, webSocketApi });
    const { caretaker } = new Maintenance(this, 'Maintenance', { stage, table, queues, media });
    const worker = new Worker(this, 'Worker', { stage, table, queues, key, media, webSocketApi });

    const { http, webSocket } = functions;
    const watched = { http, webSocket, deliverer, caretaker };
    new Alarms(this, 'Alarms', { stage, table, queues, worker, functions: watched });

    new Dashboard(this, 'Dashboard', { stage, queues, worker });

    new CfnOutput(this, 'Api', { value: httpApi.url });
    new CfnOutput(this, 'WebSocket', { value: webSocketApi.url });
    new CfnOutput(this, 'Console', { value: site.origin });
  }
}
