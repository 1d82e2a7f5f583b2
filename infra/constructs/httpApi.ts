import { Validations } from 'aws-cdk-lib';
import { HttpApi as Api, HttpRoute, HttpRouteKey, HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { HTTP_ROUTES } from '../routes.ts';
import type { Stage } from '../stages.ts';
import { accessLog } from './accessLog.ts';
import { serveUnder } from './ownDomain.ts';

/** The HTTP API. Tokens and CORS are checked in the function, so that every refusal has our shape. */
export class HttpApi extends Construct {
  readonly url: string;
  readonly #api: Api;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.#api = new Api(this, 'Api', { apiName: `keepline-${stage.name}`, createDefaultStage: false });
    const apiStage = new HttpStage(this, 'Stage', {
      httpApi: this.#api,
      autoDeploy: true,
      throttle: stage.throttle,
      accessLogSettings: accessLog(this, stage, ['responseLatency', 'integrationLatency', 'responseLength']),
    });
    const own = stage.domains?.api;
    if (own) serveUnder(this, own, { stage, api: this.#api, apiStage });
    this.url = own ? `https://${own.name}` : this.#api.apiEndpoint;
  }

  /** Every route reaches one function, and so does `$default`: unknown paths and CORS preflights. */
  serveWith(handler: IFunction): void {
    const integration = new HttpLambdaIntegration('Function', handler, { scopePermissionToRoute: false });
    const keys = HTTP_ROUTES.map(([method, path]) => HttpRouteKey.with(path, method));
    for (const routeKey of [HttpRouteKey.DEFAULT, ...keys]) {
      const route = new HttpRoute(this, routeKey.key, { httpApi: this.#api, routeKey, integration });
      Validations.of(route).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason: 'The function verifies the token itself: a refusal then has the shape of every other error.',
      });
    }
  }
}
