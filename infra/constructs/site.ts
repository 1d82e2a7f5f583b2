import { Validations } from 'aws-cdk-lib';
import { Distribution, ViewerProtocolPolicy } from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import { enter } from './ownDomain.ts';
import { securityHeaders } from './securityHeaders.ts';
import { SiteContent } from './siteContent.ts';

interface SiteProps {
  stage: Stage;
  logs: IBucket;
  /** Addresses that the page calls: the APIs', and where people sign in. */
  callable: string[];
  /** Where the page puts and fetches the files of messages. */
  media: string;
}

/** The console: a private bucket behind CloudFront. */
export class Site extends Construct {
  readonly origin: string;
  readonly #fill: (config: Record<string, string>) => void;

  constructor(scope: Construct, id: string, { stage, logs, callable, media }: SiteProps) {
    super(scope, id);
    const bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy: stage.removalPolicy,
      serverAccessLogsBucket: logs,
      serverAccessLogsPrefix: 's3/',
    });
    const own = stage.domains?.console;
    const distribution = new Distribution(this, 'Distribution', {
      ...(own && {
        domainNames: [own.name],
        certificate: Certificate.fromCertificateArn(this, 'Certificate', own.certificateArn),
      }),
      comment: `Keepline ${stage.name}: the console`,
      defaultRootObject: 'index.html',
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(bucket),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        responseHeadersPolicy: securityHeaders(this, { callable, media }),
      },
      logBucket: logs,
      logFilePrefix: 'cloudfront/',
    });
    this.#fill = (config) => void new SiteContent(this, 'Content', { stage, bucket, distribution, config });
    this.origin = `https://${own?.name ?? distribution.distributionDomainName}`;
    if (own) enter(this, stage, own.name, new CloudFrontTarget(distribution));

    Validations.of(distribution).acknowledge(
      { id: 'AwsSolutions-CFR1', reason: 'The console is for operators anywhere; it holds no data of its own.' },
      { id: 'AwsSolutions-CFR2', reason: 'Static files only: there is nothing behind them for a firewall to shield.' },
      {
        id: 'AwsSolutions-CFR4',
        reason: "CloudFront's own certificate fixes this setting; viewers are sent to HTTPS.",
      },
    );
  }

  /** Puts the page there, with what it reads from `/config.json`. */
  serve(config: Record<string, string>): void {
    this.#fill(config);
  }
}
