import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { LogGroupLogDestination, type IAccessLogSettings } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import { HouseLogGroup } from './houseLogGroup.ts';

/** One JSON object a request, of the named `$context` variables. The query is never among them: it may hold a token. */
export function accessLog(scope: Construct, stage: Stage, variables: string[]): IAccessLogSettings {
  const always = ['requestId', 'requestTime', 'routeKey', 'status', 'identity.sourceIp', 'integrationErrorMessage'];
  const fields = [...always, ...variables].map((name) => [name, `$context.${name}`]);
  return {
    destination: new LogGroupLogDestination(new HouseLogGroup(scope, 'AccessLog', stage)),
    format: AccessLogFormat.custom(JSON.stringify(Object.fromEntries(fields))),
  };
}
