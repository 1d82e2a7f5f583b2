/** Who may do what with what: the template's own words, a line for each actor and thing. */
import * as z from 'zod';
import type { Template } from '../../local/template/cloudFormation.ts';

const List = z.union([z.array(z.unknown()), z.unknown().transform((one) => [one])]);
const Statement = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Action: List,
  Resource: List,
  Principal: z.unknown().optional(),
});
const Document = z.object({ Statement: z.array(Statement) });
const Policy = z.object({ PolicyDocument: Document });
const Attached = Policy.extend({ Roles: z.array(z.unknown()) });
const Permission = z.object({ FunctionName: z.unknown(), Principal: z.string(), SourceArn: z.unknown() });

/** `worker: sqs:CreateQueue on the-queue`; who a thing itself lets in is an actor, too. Sorted. */
export function grantsOf({ Resources }: Template): string[] {
  const lines = Object.values(Resources).flatMap(({ Type, Properties }) => {
    if (Type === 'AWS::IAM::Policy') {
      const { Roles, PolicyDocument } = Attached.parse(Properties);
      return Roles.flatMap((role) => allowed(PolicyDocument, name(role).replace(/(Task)?Role$/, '')));
    }
    if (Type === 'AWS::Lambda::Permission') {
      const { FunctionName, Principal, SourceArn } = Permission.parse(Properties);
      return [`${Principal} for ${name(SourceArn)}: lambda:InvokeFunction on ${name(FunctionName)}`];
    }
    return /^AWS::(SQS::Queue|S3::Bucket|SNS::Topic)Policy$/.test(Type)
      ? allowed(Policy.parse(Properties).PolicyDocument)
      : [];
  });
  return lines.sort();
}

/** Of this stage's region and account. */
const HERE = /^arn:aws:[\w-]+:[\w-]+:AWS::AccountId:/;

const allowed = ({ Statement: statements }: z.infer<typeof Document>, actor?: string): string[] =>
  statements
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action, Resource, Principal }) =>
      Resource.map((thing) => `${actor ?? name(Principal)}: ${Action.join(' ')} on ${name(thing)}`),
    );

/** A reference in words, without the letters that the CDK puts behind names and what is the same for all of the stack. */
function name(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[key, of] = []] = Object.entries(Object(value));
  if (key === 'Ref') return String(of).replace(/[0-9A-F]{8}$/, '');
  if (key === 'Fn::GetAtt') return name({ Ref: (of as string[])[0] });
  if (key === 'Fn::Sub' || key === 'Service') return String(of).replaceAll('${AWS::AccountId}', '<account>');
  if (key === 'Fn::Join') return (of as [string, unknown[]])[1].map(name).join('').replace(HERE, '');
  throw new Error(`What is ${JSON.stringify(value)} in words?`);
}
