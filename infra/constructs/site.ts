import { Validations } from 'aws-cdk-lib';
import { Distribution, ViewerProtocolPolicy } from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import { securityHeaders } from './securityHeaders.ts';
import { SiteContent } from './siteContent.ts';

interface SiteProps {
  stage: Stage;
  logs: IBucket;
  /** The addresses of the APIs, which the page calls. */
  api: string;
  websocket: string;
  /** Where the page puts and fetches the files of messages. */
  media: string;
}

/** The console: a private bucket behind CloudFront. */
export class Site extends Construct {
  readonly origin: string;

  constructor(scope: Construct, id: string, { stage, logs, api, websocket, media }: SiteProps) {
    super(scope, id);
    const bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy: stage.removalPolicy,
      serverAccessLogsBucket: logs,
      serverAccessLogsPrefix: 's3/',
    });
    const distribution = new Distribution(this, 'Distribution', {
      comment: `Keepline ${stage.name}: the console`,
      defaultRootObject: 'index.html',
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(bucket),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        responseHeadersPolicy: securityHeaders(this, { callable: [api, websocket, ...stage.oidc.origins], media }),
      },
      logBucket: logs,
      logFilePrefix: 'cloudfront/',
    });
    const { issuer, audience, clientId } = stage.oidc;
    const config = { api, websocket, issuer, clientId, audience };
    new SiteContent(this, 'Content', { stage, bucket, distribution, config });
    this.origin = `https://${distribution.distributionDomainName}`;

    Validations.of(distribution).acknowledge(
      { id: 'AwsSolutions-CFR1', reason: 'The console is for operators anywhere; it holds no data of its own.' },
      { id: 'AwsSolutions-CFR2', reason: 'Static files only: there is nothing behind them for a firewall to shield.' },
      {
        id: 'AwsSolutions-CFR4',
        reason: "CloudFront's own certificate fixes this setting; viewers are sent to HTTPS.",
      },
    );
  }
}
