import { ACCOUNT, REGION } from '../aws.ts';
import type { Resource, Template } from './cloudFormation.ts';
import type { Identity } from './resolve.ts';

/** What is only known once the local services run. */
export interface Facts {
  /** The address of a queue. */
  queueUrl(name: string): string;
  /** Of the KMS keys, by logical id. */
  keys: Record<string, { id: string; arn: string }>;
}

type Describe = (id: string, resource: Resource, facts: Facts) => Identity;

const arn = (service: string, rest: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;
const given = (resource: Resource, property: string): string | undefined => {
  const value = resource.Properties[property];
  return typeof value === 'string' ? value : undefined;
};

const table: Describe = (id, resource) => {
  const name = given(resource, 'TableName') ?? id;
  return { ref: name, attributes: { Arn: arn('dynamodb', `table/${name}`) } };
};

const named =
  (service: string, property: string, prefix = ''): Describe =>
  (id, resource) => {
    const name = given(resource, property) ?? id;
    return { ref: name, attributes: { Arn: arn(service, prefix + name) } };
  };

/** By resource type. In the cloud CloudFormation makes names that contain the logical id; here they are the logical id. */
const DESCRIBE: Record<string, Describe> = {
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::SQS::Queue': (id, resource, facts) => {
    const name = given(resource, 'QueueName') ?? id;
    return { ref: facts.queueUrl(name), attributes: { Arn: arn('sqs', name), QueueName: name } };
  },
  'AWS::S3::Bucket': (id, resource) => {
    const name = given(resource, 'BucketName') ?? id.toLowerCase();
    return { ref: name, attributes: { Arn: `arn:aws:s3:::${name}` } };
  },
  'AWS::KMS::Key': (id, _, facts) => ({
    ref: facts.keys[id]?.id ?? id,
    attributes: { Arn: facts.keys[id]?.arn ?? id, KeyId: facts.keys[id]?.id ?? id },
  }),
  'AWS::Lambda::Function': named('lambda', 'FunctionName', 'function:'),
  'AWS::ApiGatewayV2::Api': (id) => {
    const host = `${id.toLowerCase()}.execute-api.${REGION}.amazonaws.com`;
    return { ref: id.toLowerCase(), attributes: { ApiEndpoint: `https://${host}`, ApiId: id.toLowerCase() } };
  },
  'AWS::ApiGatewayV2::Stage': named('apigateway', 'StageName'),
  'AWS::CloudFront::Distribution': (id) => ({
    ref: id,
    attributes: { DomainName: `${id.toLowerCase()}.cloudfront.net` },
  }),
};

/** The local names of the template's resources; undefined for what does not exist here. */
export const identities =
  (template: Template, facts: Facts) =>
  (id: string): Identity | undefined => {
    const resource = template.Resources[id];
    return resource && DESCRIBE[resource.Type]?.(id, resource, facts);
  };
