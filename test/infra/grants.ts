/** Who may do what with what: the template's own words, a line for each actor and thing. */
import * as z from 'zod';
import type { Template } from '../../local/template/cloudFormation.ts';

const List = z.union([z.array(z.unknown()), z.unknown().transform((one) => [one])]);
const Statement = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Action: List,
  Resource: List.default([]),
  Principal: z.unknown().optional(),
  Condition: z.unknown().optional(),
});
const Document = z.object({ Statement: z.array(Statement) });
const Policy = z.object({ PolicyDocument: Document });
const Attached = Policy.extend({ Roles: z.array(z.unknown()) });
const Role = z.object({ AssumeRolePolicyDocument: Document, ManagedPolicyArns: z.array(z.unknown()).default([]) });
const Key = z.object({ KeyPolicy: Document });
const Permission = z.object({ FunctionName: z.unknown(), Principal: z.string(), SourceArn: z.unknown() });

/** `worker: sqs:CreateQueue on the-queue`; who a thing itself lets in or keeps out is an actor, too. Sorted. */
export const grantsOf = ({ Resources }: Template): string[] =>
  Object.entries(Resources)
    .flatMap(([id, { Type, Properties }]) => READ[Type]?.(Properties, name({ Ref: id })) ?? [])
    .sort();

const ofThing = (properties: unknown): string[] => said(Policy.parse(properties).PolicyDocument);

/** By the type of what says so. */
const READ: Record<string, (properties: unknown, id: string) => string[]> = {
  'AWS::IAM::Policy': (properties) => {
    const { Roles, PolicyDocument } = Attached.parse(properties);
    return Roles.flatMap((role) => said(PolicyDocument, name(role).replace(/(Task)?Role$/, '')));
  },
  'AWS::IAM::Role': (properties, id) => {
    const { AssumeRolePolicyDocument, ManagedPolicyArns } = Role.parse(properties);
    const managed = ManagedPolicyArns.map((arn) => `${id}: all of ${name(arn).split('/').at(-1)}`);
    return [
      ...AssumeRolePolicyDocument.Statement.map(({ Principal }) => `${name(Principal)}: acts as ${id}`),
      ...managed,
    ];
  },
  'AWS::Lambda::Permission': (properties) => {
    const { FunctionName, Principal, SourceArn } = Permission.parse(properties);
    return [`${Principal} for ${name(SourceArn)}: lambda:InvokeFunction on ${name(FunctionName)}`];
  },
  'AWS::KMS::Key': (properties, id) => said(Key.parse(properties).KeyPolicy).map((line) => line.replace(/\*$/, id)),
  'AWS::SQS::QueuePolicy': ofThing,
  'AWS::S3::BucketPolicy': ofThing,
  'AWS::SNS::TopicPolicy': ofThing,
};

/** Of this stage's region and account. */
const HERE = /^arn:aws:[\w-]+:[\w-]*:AWS::AccountId:/;

const said = ({ Statement: statements }: z.infer<typeof Document>, actor?: string): string[] =>
  statements.flatMap(({ Effect, Action, Resource, Principal, Condition }) => {
    // What a denial is about is its condition.
    const who = Effect === 'Deny' ? `nobody where ${JSON.stringify(Condition)}` : (actor ?? name(Principal));
    return Resource.map((thing) => `${who}: ${Action.join(' ')} on ${name(thing)}`);
  });

/** A reference in words, without the letters that the CDK puts behind names and what is the same for all of the stack. */
function name(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[key, of] = []] = Object.entries(Object(value));
  if (key === 'Ref') return String(of).replace(/[0-9A-F]{8}$/, '');
  if (key === 'Fn::GetAtt') return name({ Ref: (of as string[])[0] });
  if (key === 'AWS') return name(of);
  if (key === 'Fn::Sub' || key === 'Service') return String(of).replaceAll('${AWS::AccountId}', '<account>');
  if (key === 'Fn::Join') return (of as [string, unknown[]])[1].map(name).join('').replace(HERE, '');
  throw new Error(`What is ${JSON.stringify(value)} in words?`);
}
