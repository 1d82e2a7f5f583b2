/** An AWS account as its own endpoints tell of it: the services' real protocols, over HTTP, for the real SDK. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen, type Listener } from '../../local/listen.ts';

export interface Account {
  /** The version of the CDK's bootstrap. */
  bootstrap?: string;
  concurrency: number;
  gatewayRole?: string;
  serviceRole: boolean;
  /** Quotas that were raised, by their codes; the others are AWS's defaults. */
  quotas: Record<string, number>;
  /** What whoever asks may not. */
  forbidden: string[];
  /** Why the credentials are not taken. */
  refused?: 'ExpiredToken' | 'InvalidClientTokenId';
}

const DEFAULTS: Record<string, number> = {
  'L-3032A538': 6,
  'L-36FBB829': 6,
  'L-8A5B8E43': 10_000,
  'L-CDF5615A': 5_000,
  'L-9ED1E49A': 500,
};

interface Answer {
  status: number;
  body: string;
  /** JSON services name errors in it. */
  type?: string;
}

const json = (body: object): Answer => ({ status: 200, body: JSON.stringify(body) });
const jsonError = (type: string, message: string, status = 400): Answer => ({
  status,
  type,
  body: JSON.stringify({ __type: type, message }),
});
const xml = (action: string, result: string): Answer => ({
  status: 200,
  body: `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`,
});
const xmlError = (code: string, message: string, status: number): Answer => ({
  status,
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
});

/** By the action's name. */
const ANSWERS: Record<string, (account: Account, asked: Record<string, string>) => Answer> = {
  GetCallerIdentity: ({ refused }) =>
    refused
      ? xmlError(refused, 'The security token included in the request is not taken', 403)
      : xml(
          'GetCallerIdentity',
          '<Arn>arn:aws:iam::123456789012:user/ada</Arn><UserId>A</UserId><Account>123456789012</Account>',
        ),
  GetRole: ({ serviceRole }) =>
    serviceRole
      ? xml('GetRole', '<Role><RoleName>AWSServiceRoleForECS</RoleName></Role>')
      : xmlError('NoSuchEntity', 'The role with name AWSServiceRoleForECS cannot be found.', 404),
  GetParameter: ({ bootstrap }, { Name }) =>
    bootstrap && Name === '/cdk-bootstrap/hnb659fds/version'
      ? json({ Parameter: { Name, Value: bootstrap } })
      : jsonError('ParameterNotFound', ''),
  GetServiceQuota: ({ quotas }, { QuotaCode = '' }) =>
    quotas[QuotaCode] === undefined
      ? jsonError('NoSuchResourceException', 'The request failed because the specified service quota does not exist')
      : json({ Quota: { QuotaCode, Value: quotas[QuotaCode] } }),
  GetAWSDefaultServiceQuota: (_, { QuotaCode = '' }) => json({ Quota: { QuotaCode, Value: DEFAULTS[QuotaCode] } }),
  GetAccountSettings: ({ concurrency }) =>
    json({
      AccountLimit: { ConcurrentExecutions: concurrency, UnreservedConcurrentExecutions: concurrency },
      AccountUsage: {},
    }),
  GetAccount: ({ gatewayRole }) =>
    json({ cloudwatchRoleArn: gatewayRole, throttleSettings: { burstLimit: 5000, rateLimit: 10_000 } }),
};

const PATHS: Record<string, string> = {
  '/2016-08-19/account-settings': 'GetAccountSettings',
  '/account': 'GetAccount',
};

async function asked(request: IncomingMessage): Promise<[action: string, parameters: Record<string, string>]> {
  const body = await text(request);
  const target = request.headers['x-amz-target'];
  if (target) return [String(target).split('.')[1] ?? '', JSON.parse(body) as Record<string, string>];
  const form = Object.fromEntries(new URLSearchParams(body));
  return [form['Action'] ?? PATHS[request.url ?? ''] ?? '', form];
}

function answerOf(account: Account, action: string, parameters: Record<string, string>): Answer {
  if (account.forbidden.includes(action)) {
    const message = `User: arn:aws:iam::123456789012:user/ada is not authorized to perform: ${action}`;
    return action === 'GetRole' ? xmlError('AccessDenied', message, 403) : jsonError('AccessDeniedException', message);
  }
  const answer = ANSWERS[action];
  if (!answer) throw new Error(`Nobody answers ${action}.`);
  return answer(account, parameters);
}

/** Answers on its own address until it is disposed of. */
export async function serve(account: Account): Promise<Listener> {
  const listener = await listen('an AWS account', 0);
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const { status, body, type } = answerOf(account, ...(await asked(request)));
    response.writeHead(status, type ? { 'x-amzn-errortype': type } : {}).end(body);
  };
  listener.serve((request, response) => void respond(request, response));
  return listener;
}
