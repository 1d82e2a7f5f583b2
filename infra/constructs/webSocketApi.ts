import { Stack, Validations } from 'aws-cdk-lib';
import type { CfnAccount } from 'aws-cdk-lib/aws-apigateway';
import { WebSocketApi as Api, WebSocketRoute, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { acceptWildcard } from '../acceptWildcard.ts';
import { logicalId } from '../resource.ts';
import type { Stage } from '../stages.ts';
import { accessLog } from './accessLog.ts';
import { serveUnder } from './ownDomain.ts';

/** The WebSocket API. `$connect` answers 101, 401 or 403 itself; what `$default` returns is the answer frame. */
export class WebSocketApi extends Construct {
  /** What clients open. */
  readonly url: string;
  /** The management API's address, for pushing frames. */
  readonly endpoint: string;
  readonly #api: Api;
  readonly #stage: WebSocketStage;

  constructor(scope: Construct, id: string, stage: Stage, logging: CfnAccount) {
    super(scope, id);
    this.#api = new Api(this, 'Api', {
      apiName: `keepline-${stage.name}-ws`,
      routeSelectionExpression: '$request.body.type',
    });
    this.#stage = new WebSocketStage(this, 'Stage', {
      webSocketApi: this.#api,
      stageName: 'ws',
      autoDeploy: true,
      throttle: stage.throttle,
      accessLogSettings: accessLog(this, stage, ['connectionId', 'eventType', 'integrationLatency']),
    });
    this.#stage.node.addDependency(logging);
    acceptWildcard(
      this,
      `arn:aws:execute-api:${Stack.of(this).region}:<AWS::AccountId>:<${logicalId(this.#api)}>/ws/*/@connections/*`,
      'Connections come and go; the right is for those of this one stage.',
    );
    const own = stage.domains?.websocket;
    if (own) serveUnder(this, own, { stage, api: this.#api, apiStage: this.#stage });
    this.url = own ? `wss://${own.name}` : this.#stage.url;
    this.endpoint = this.#stage.callbackUrl;
  }

  serveWith(handler: IFunction): void {
    const integration = new WebSocketLambdaIntegration('Function', handler);
    for (const routeKey of ['$connect', '$disconnect', '$default']) {
      const route = new WebSocketRoute(this, routeKey, {
        webSocketApi: this.#api,
        routeKey,
        integration,
        returnResponse: routeKey === '$default',
      });
      Validations.of(route).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason: 'The function verifies the token or ticket on $connect, and the kept principal on each frame.',
      });
    }
  }

  grantPush(grantee: IGrantable): void {
    this.#stage.grantManagementApiAccess(grantee);
  }
}
