/** What a stage may say that the two of the repository do not. */
import { App, RemovalPolicy } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import cdk from '../../cdk.json' with { type: 'json' };
import { KeeplineStack } from '../../infra/stack.ts';
import { type Stage, stageNamed } from '../../infra/stages.ts';
import { devResources, Resources } from './devResources.ts';
import { fates } from './fates.ts';
import { waysOut } from './waysOut.ts';

const CERTIFICATE = 'arn:aws:acm:eu-central-1:123456789012:certificate/11111111-2222-3333-4444-555555555555';
const OF_CONSOLE = CERTIFICATE.replace('eu-central-1', 'us-east-1');

/** Says all of it. */
const stage: Stage = {
  ...stageNamed('dev'),
  domains: {
    api: { name: 'api.example.com', certificateArn: CERTIFICATE },
    websocket: { name: 'live.example.com', certificateArn: CERTIFICATE },
    console: { name: 'console.example.com', certificateArn: OF_CONSOLE },
    zone: { id: 'Z123', name: 'example.com' },
  },
  egress: 'fixed',
  alarmAddress: 'ops@example.com',
  worker: { ...stageNamed('dev').worker, architecture: 'arm64', spotPercent: 75 },
  removalPolicy: RemovalPolicy.RETAIN,
};
const context = { ...cdk.context, '@aws-cdk/core:validateAgainstDefaultRules': false, 'aws:cdk:bundling-stacks': [] };
const template = Template.fromStack(new KeeplineStack(new App({ context }), stage));
const resources = Resources.parse(template.toJSON()['Resources']);

test('names of its own, Spot, arm64, one address to call from, and somebody who hears alarms', () => {
  for (const DomainName of ['api.example.com', 'live.example.com']) {
    template.hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
      DomainName,
      DomainNameConfigurations: [Match.objectLike({ CertificateArn: CERTIFICATE })],
    });
  }
  template.resourceCountIs('AWS::ApiGatewayV2::ApiMapping', 2);
  template.hasResourceProperties('AWS::CloudFront::Distribution', {
    DistributionConfig: { Aliases: ['console.example.com'], ViewerCertificate: { AcmCertificateArn: OF_CONSOLE } },
  });
  for (const Name of ['api.example.com.', 'live.example.com.', 'console.example.com.']) {
    template.hasResourceProperties('AWS::Route53::RecordSet', { HostedZoneId: 'Z123', Name, Type: 'A' });
  }
  // Callers, sign-in and the page all know the new names; frames are still pushed through AWS's own address.
  const allowed = JSON.stringify(template.findResources('AWS::CloudFront::ResponseHeadersPolicy'));
  for (const address of ['https://api.example.com', 'wss://live.example.com']) expect(allowed).toContain(address);
  template.hasResourceProperties('AWS::Cognito::UserPoolClient', { CallbackURLs: ['https://console.example.com/'] });
  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: {
      Variables: Match.objectLike({
        ALLOWED_ORIGINS: 'https://console.example.com',
        WEBSOCKET_ENDPOINT: Match.objectLike({ 'Fn::Join': Match.anyValue() }),
      }),
    },
  });

  template.resourceCountIs('AWS::EC2::NatGateway', 1);
  template.hasOutput('*', Match.objectLike({ Description: 'The address that workers call from' }));
  template.hasResourceProperties('AWS::ECS::Service', {
    CapacityProviderStrategy: [
      { CapacityProvider: 'FARGATE_SPOT', Weight: 75 },
      { CapacityProvider: 'FARGATE', Weight: 25 },
    ],
    NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'DISABLED' } },
  });
  template.hasResourceProperties('AWS::ECS::TaskDefinition', { RuntimePlatform: { CpuArchitecture: 'ARM64' } });
  template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'ops@example.com' });
});

test('with a fixed address all leave by that one, and still reach table and files without it', () => {
  const way = ['one address, internet', 'dynamodb', 's3'];
  expect(waysOut(resources)).toEqual([way, way]);
});

test('of a stage that says so all data stays, and the table cannot be deleted by mistake', () => {
  const found = fates(resources);
  expect(found.filter((fate) => !fate.startsWith('Retain'))).toEqual([]);
  expect(found).toContain('Retain: Table');
  template.hasResourceProperties('AWS::DynamoDB::GlobalTable', { Replicas: [{ DeletionProtectionEnabled: true }] });
});

test('a stage that says nothing of them has none of them', () => {
  const dev = Template.fromJSON({ Resources: devResources() });
  for (const type of ['ApiGatewayV2::DomainName', 'Route53::RecordSet', 'EC2::NatGateway', 'SNS::Subscription']) {
    expect(dev.findResources(`AWS::${type}`)).toEqual({});
  }
  dev.hasResourceProperties('AWS::ECS::Service', {
    LaunchType: 'FARGATE',
    NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'ENABLED' } },
  });
});
