import { join } from 'node:path';

/** The account and region that the local system pretends to be. */
export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';
/** Who asks, where it is no function and no worker: those have access keys by their own names, which are all as secret. */
export const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

/** Addresses of the local services that the AWS SDK speaks to. */
export interface AwsUrls {
  dynamodb: string;
  sqs: string;
  s3: string;
  kms: string;
  cloudwatch: string;
}

/** What makes any AWS SDK client speak to this machine and nowhere else: the SDK's own variables. */
export function awsEnvironment(urls: AwsUrls, stateDir: string): Record<string, string> {
  const noFile = join(stateDir, 'no-aws-profile');
  return {
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: noFile,
    AWS_SHARED_CREDENTIALS_FILE: noFile,
    AWS_ENDPOINT_URL_DYNAMODB: urls.dynamodb,
    AWS_ENDPOINT_URL_SQS: urls.sqs,
    AWS_ENDPOINT_URL_S3: urls.s3,
    AWS_ENDPOINT_URL_KMS: urls.kms,
    AWS_ENDPOINT_URL_CLOUDWATCH: urls.cloudwatch,
  };
}
