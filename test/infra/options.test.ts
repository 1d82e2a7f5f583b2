/** What a stage may say that the two of the repository do not. */
import { Match } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { stageNamed } from '../../infra/stages.ts';
import { templateOf } from './templateOf.ts';

const CERTIFICATE = 'arn:aws:acm:eu-central-1:123456789012:certificate/11111111-2222-3333-4444-555555555555';
const OF_CONSOLE = CERTIFICATE.replace('eu-central-1', 'us-east-1');

test('names of its own, Spot, arm64, one address to call from, and somebody who hears alarms', () => {
  const { worker } = stageNamed('dev');
  const template = templateOf({
    domains: {
      api: { name: 'api.example.com', certificateArn: CERTIFICATE },
      websocket: { name: 'live.example.com', certificateArn: CERTIFICATE },
      console: { name: 'console.example.com', certificateArn: OF_CONSOLE },
      zone: { id: 'Z123', name: 'example.com' },
    },
    egress: 'fixed',
    alarmAddress: 'ops@example.com',
    worker: { ...worker, architecture: 'arm64', spotPercent: 75 },
  });

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

test('a stage that says nothing of them has none of them', () => {
  const template = templateOf({});
  for (const type of ['ApiGatewayV2::DomainName', 'Route53::RecordSet', 'EC2::NatGateway', 'SNS::Subscription']) {
    expect(template.findResources(`AWS::${type}`)).toEqual({});
  }
  template.hasResourceProperties('AWS::ECS::Service', {
    LaunchType: 'FARGATE',
    NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'ENABLED' } },
  });
});
