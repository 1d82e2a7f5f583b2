/** What the synthesised template lets each function and the worker do. */
import * as z from 'zod';
import { ACCOUNT, REGION } from '../../local/aws.ts';
import { ENTRY, type Resource, type Template } from '../../local/template/cloudFormation.ts';
import { identities } from '../../local/template/identities.ts';
import { keyIds, readBlueprint } from '../../local/template/read.ts';
import { resolver } from '../../local/template/resolve.ts';
import type { Place } from './asked.ts';

const List = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const Document = z.object({
  Version: z.string(),
  Statement: z.array(z.looseObject({ Effect: z.string(), Action: List, Resource: List })),
});
export type Document = z.infer<typeof Document>;

const RoleOf = z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) });
const Roles = z.array(z.object({ Ref: z.string() }));

const KEY = 'the-key';

export interface Rights {
  /** Policies by caller (`worker`, `lambdas-http`). */
  roles: Map<string, Document[]>;
  /** The policy of a queue, a bucket or a key, by what follows the colons in its ARN. */
  things: Map<string, unknown>;
  place: Place;
}

/** Of a template, with the names that things have here. */
export function readRights(template: Template): Rights {
  const key = { id: KEY, arn: `arn:aws:kms:${REGION}:${ACCOUNT}:key/${KEY}` };
  const keys = Object.fromEntries(keyIds(template).map((id) => [id, key]));
  const facts = { queueUrl: (name: string) => name, keys };
  const resolve = resolver(template, identities(template, facts));
  const { webSocket } = readBlueprint(template, facts);
  const all = Object.values(template.Resources);
  const policies = all.filter(({ Type }) => Type === 'AWS::IAM::Policy');

  const documentsOf = (role: string): Document[] =>
    policies
      .filter(({ Properties }) => Roles.parse(Properties['Roles']).some(({ Ref }) => Ref === role))
      .map(({ Properties }) => Document.parse(here(resolve(Properties['PolicyDocument']))));

  /** What things themselves say about who may do what with them. */
  const things = new Map(
    all.flatMap(({ Type, Properties }) => {
      const of = (name: unknown, policy: unknown) => [[String(resolve(name)), here(resolve(policy))] as const];
      if (Type === 'AWS::KMS::Key') return of(`key/${KEY}`, Properties['KeyPolicy']);
      if (Type === 'AWS::S3::BucketPolicy') return of(Properties['Bucket'], Properties['PolicyDocument']);
      if (Type !== 'AWS::SQS::QueuePolicy') return [];
      return List.parse(resolve(Properties['Queues'])).flatMap((queue) => of(queue, Properties['PolicyDocument']));
    }),
  );

  const roles = new Map(
    all
      .filter(({ Metadata }) => ENTRY in Metadata)
      .map((resource) => {
        const { Role, TaskRoleArn } = resource.Properties;
        const [role] = RoleOf.parse(Role ?? TaskRoleArn)['Fn::GetAtt'];
        return [callerOf(resource), documentsOf(role)];
      }),
  );
  return { roles, things, place: { keyId: KEY, webSocketApi: `${webSocket.apiId}/${webSocket.stage}` } };
}

/** As local/ names its processes: `lambdas/http/index.ts` is `lambdas-http`, and the workers are numbered. */
const callerOf = ({ Metadata }: Resource): string => {
  const [folder, name] = String(Metadata[ENTRY]).split('/');
  return folder === 'worker' ? 'worker' : `${folder}-${name}`;
};

/** The template's region is the stage's; here it is another one. */
const here = (document: unknown): unknown =>
  JSON.parse(JSON.stringify(document).replaceAll(/(arn:aws:[\w-]+:)[a-z]+-[a-z]+-\d:/g, `$1${REGION}:`));
