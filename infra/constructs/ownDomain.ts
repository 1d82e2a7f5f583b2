import { DomainName, type HttpApi, type IStage, ApiMapping, type WebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { ARecord, HostedZone, type IAliasRecordTarget, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { ApiGatewayv2DomainProperties } from 'aws-cdk-lib/aws-route53-targets';
import { CfnOutput } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Stage } from '../stages.ts';

interface OwnDomain {
  name: string;
  certificateArn: string;
}

/** Serves an API under a name of the stage. Where the name points to is an output, and entered in the stage's zone. */
export function serveUnder(
  scope: Construct,
  { name, certificateArn }: OwnDomain,
  { stage, api, apiStage }: { stage: Stage; api: HttpApi | WebSocketApi; apiStage: IStage },
): void {
  const certificate = Certificate.fromCertificateArn(scope, 'Certificate', certificateArn);
  const domainName = new DomainName(scope, 'Domain', { domainName: name, certificate });
  new ApiMapping(scope, 'Mapping', { api, domainName, stage: apiStage });
  const { regionalDomainName, regionalHostedZoneId } = domainName;
  new CfnOutput(scope, 'PointTo', { description: `Where ${name} points to`, value: regionalDomainName });
  enter(scope, stage, name, new ApiGatewayv2DomainProperties(regionalDomainName, regionalHostedZoneId));
}

/** An entry in the stage's zone, where it has one. */
export function enter(scope: Construct, { domains }: Stage, recordName: string, target: IAliasRecordTarget): void {
  if (!domains?.zone) return;
  const { id: hostedZoneId, name: zoneName } = domains.zone;
  const zone = HostedZone.fromHostedZoneAttributes(scope, 'Zone', { hostedZoneId, zoneName });
  // The dot: this is the whole name.
  new ARecord(scope, 'Record', { zone, recordName: `${recordName}.`, target: RecordTarget.fromAlias(target) });
}
