import { Aws, Duration } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, HttpMethods, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acceptWildcard } from '../acceptWildcard.ts';
import { logicalId } from '../resource.ts';
import type { Stage } from '../stages.ts';

interface MediaBucketProps {
  stage: Stage;
  logs: IBucket;
  /** Origins of pages that put files here and fetch them, with an address that the API has signed. */
  pageOrigins: string[];
}

/** A name that is known beforehand: the console's page lists the bucket, and the bucket the page. */
const nameOf = (stage: Stage) => `keepline-${stage.name}-media-${Aws.ACCOUNT_ID}-${stage.region}`;

/** Where the files of messages lie. Callers reach them only through signed addresses that end soon. */
export class MediaBucket extends Construct {
  readonly name: string;
  readonly #bucket: Bucket;

  /** What pages call. */
  static originOf(stage: Stage): string {
    return `https://${nameOf(stage)}.s3.${stage.region}.${Aws.URL_SUFFIX}`;
  }

  constructor(scope: Construct, id: string, { stage, logs, pageOrigins }: MediaBucketProps) {
    super(scope, id);
    this.#bucket = new Bucket(this, 'Bucket', {
      bucketName: nameOf(stage),
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy: stage.removalPolicy,
      serverAccessLogsBucket: logs,
      serverAccessLogsPrefix: 'media/',
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(1), expiration: Duration.days(stage.mediaDays) },
      ],
      cors: [
        {
          allowedOrigins: pageOrigins,
          allowedMethods: [HttpMethods.PUT, HttpMethods.GET, HttpMethods.HEAD],
          allowedHeaders: ['content-type', 'range'],
          maxAge: 600,
        },
      ],
    });
    this.name = this.#bucket.bucketName;
    acceptWildcard(this, `<${logicalId(this.#bucket)}.Arn>/media/*`, 'Every file of this one bucket.');
  }

  /** Puts and reads files. Without the right to list, S3 would answer "forbidden" for a file that is not there. */
  grantTransfer(grantee: IGrantable): void {
    this.#grant(grantee, this.#files, 's3:PutObject', 's3:GetObject');
    this.#grant(grantee, this.#bucket.bucketArn, 's3:ListBucket');
  }

  /** Also takes files away for good. */
  grantErase(grantee: IGrantable): void {
    this.#grant(grantee, this.#files, 's3:DeleteObject');
    this.#grant(grantee, this.#bucket.bucketArn, 's3:ListBucket');
  }

  get #files(): string {
    return this.#bucket.arnForObjects('media/*');
  }

  #grant({ grantPrincipal }: IGrantable, resource: string, ...actions: string[]): void {
    grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions, resources: [resource] }));
  }
}
