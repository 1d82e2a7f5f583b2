import { join } from 'node:path';
import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { IDistribution } from 'aws-cdk-lib/aws-cloudfront';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { BUNDLES } from '../bundles.ts';
import { logicalId, needsBundles } from '../resource.ts';
import type { Stage } from '../stages.ts';
import { HouseLogGroup } from './houseLogGroup.ts';

interface SiteContentProps {
  stage: Stage;
  bucket: Bucket;
  distribution: IDistribution;
  /** What the page reads from `/config.json`; its addresses are known only when the stack is deployed. */
  config: Record<string, string>;
}

/** Copies the built page into the bucket, with its `config.json`. */
export class SiteContent extends Construct {
  constructor(scope: Construct, id: string, { stage, bucket, distribution, config }: SiteContentProps) {
    super(scope, id);
    const settings = Source.jsonData('config.json', config);
    const deployment = new BucketDeployment(this, 'Deployment', {
      sources: needsBundles(this) ? [Source.asset(join(BUNDLES, 'console')), settings] : [settings],
      destinationBucket: bucket,
      distribution,
      // Browsers ask whether a file changed; CloudFront answers them from its edge.
      cacheControl: [CacheControl.noCache()],
      // Emptied when the stack goes, where the bucket goes too.
      retainOnDelete: stage.removalPolicy === RemovalPolicy.RETAIN,
      logGroup: new HouseLogGroup(this, 'Logs', stage),
    });

    const copier = deployment.handlerRole.node.scope ?? this;
    const reason = 'The copying function comes with the CDK, which decides its runtime and its rights.';
    const wildcards = [
      ...['s3:GetBucket*', 's3:GetObject*', 's3:List*', 's3:DeleteObject*', 's3:Abort*'].map(
        (name) => `Action::${name}`,
      ),
      `Resource::arn:aws:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-${stage.region}/*`,
      `Resource::<${logicalId(bucket)}.Arn>/*`,
      'Resource::*',
    ];
    Validations.of(copier).acknowledge(
      { id: 'AwsSolutions-L1', reason },
      {
        id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
        reason,
      },
      ...wildcards.map((wildcard) => ({ id: `AwsSolutions-IAM5[${wildcard}]`, reason })),
    );
  }
}
