/** What a first deployment would stumble over is said before it, with what to do: the real SDK against an account's endpoints. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { type Stage, stageNamed } from '../../infra/stages.ts';
import { preflight } from '../../preflight/preflight.ts';
import type { Verdict } from '../../preflight/verdict.ts';
import { type Account, serve } from './account.ts';

const folder = mkdtempSync(join(tmpdir(), 'keepline-preflight-'));
const builder = join(folder, 'builder');
writeFileSync(builder, '#!/bin/sh\necho 28.0.1\n', { mode: 0o755 });
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

const USED: Account = {
  bootstrap: '30',
  concurrency: 1_000,
  serviceRole: true,
  quotas: {},
  forbidden: [],
};
const SIGNED_IN = { AWS_ACCESS_KEY_ID: 'ada', AWS_SECRET_ACCESS_KEY: 'secret', CDK_DOCKER: builder };
const nowhere = join(folder, 'no-file');
const environment = (url: string, more: Record<string, string>) => ({
  AWS_ENDPOINT_URL: url,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: nowhere,
  AWS_SHARED_CREDENTIALS_FILE: nowhere,
  ...more,
});

const told: Partial<Stage> = { admin: 'ada@example.com', alarmAddress: 'ops@example.com' };
interface Case {
  stage?: Partial<Stage>;
  account?: Partial<Account>;
  machine?: Record<string, string>;
}

/** All verdicts but the good ones, in words. */
async function found({ stage, account, machine }: Case): Promise<string[]> {
  await using aws = await serve({ ...USED, ...account });
  for (const [name, value] of Object.entries(environment(aws.url, { ...SIGNED_IN, ...machine })))
    vi.stubEnv(name, value);
  const verdicts = await preflight({ ...stageNamed('dev'), ...told, ...stage });
  return verdicts.filter(({ is }) => is !== 'ok').map(({ is, what, todo }: Verdict) => `${is}: ${what} > ${todo}`);
}

test('an account that has all of it has nothing in the way, before a first deployment and before a later one', async () => {
  expect(await found({})).toEqual([]);
  const gatewayRole = 'arn:aws:iam::123456789012:role/Keepline-dev-GatewayLoggingRole1-X';
  expect(await found({ account: { gatewayRole } })).toEqual([]);
});

const production: Stage = { ...stageNamed('production'), ...told };
const ofRegion = (region: string) => `arn:aws:acm:${region}:123456789012:certificate/1-2`;

test.each<[trap: string, Case, is: string, what: string, todo: string]>([
  [
    'a new account runs ten functions',
    { account: { concurrency: 10 } },
    'problem',
    'Lambda runs 10 functions at a time; "dev" may need 26',
    '--region eu-central-1 --service-code lambda --quota-code L-B99A9384 --desired-value 1000',
  ],
  [
    'no bootstrap',
    { account: { bootstrap: undefined } },
    'problem',
    'eu-central-1 is not bootstrapped',
    'Run npx cdk bootstrap aws://123456789012/eu-central-1',
  ],
  ['an old bootstrap', { account: { bootstrap: '5' } }, 'problem', 'version 5', 'npx cdk bootstrap'],
  [
    'an API Gateway that logs by the role of somebody else',
    { account: { gatewayRole: 'arn:aws:iam::123456789012:role/other' } },
    'warning',
    'role/other. The stack puts its own in its place',
    'let only one do it',
  ],
  ['no ECS yet', { account: { serviceRole: false } }, 'warning', 'never used', 'aws iam create-service-linked-role'],
  [
    'too few vCPUs for the first workers',
    { account: { quotas: { 'L-3032A538': 1 } }, stage: production },
    'problem',
    '1 Fargate vCPUs: "production" needs 2 to come up',
    '--service-code fargate --quota-code L-3032A538 --desired-value 40',
  ],
  [
    'too few vCPUs for all of them',
    { stage: production },
    'warning',
    '6 Fargate vCPUs: "production" comes up with 2, and may need 40',
    '--desired-value 40',
  ],
  [
    'too few Spot vCPUs',
    {
      stage: { worker: { ...production.worker, maxCount: 6, spotPercent: 50 } },
      account: { quotas: { 'L-36FBB829': 0 } },
    },
    'problem',
    '0 Fargate Spot vCPUs',
    '--quota-code L-36FBB829 --desired-value 6',
  ],
  [
    'a throttle above that of the account',
    { account: { quotas: { 'L-8A5B8E43': 80 } } },
    'problem',
    '80 API Gateway requests a second: "dev" needs 100',
    '--service-code apigateway --quota-code L-8A5B8E43 --desired-value 100',
  ],
  [
    'listeners that come back faster than they may',
    { stage: production, account: { quotas: { 'L-9ED1E49A': 100, 'L-3032A538': 64 } } },
    'warning',
    '100 new WebSocket connections a second',
    '--quota-code L-9ED1E49A --desired-value 200',
  ],
  [
    'somebody who may not ask',
    { account: { forbidden: ['GetAccountSettings'] } },
    'unknown',
    "Lambda's concurrency could not be asked. AccessDeniedException",
    'lambda:GetAccountSettings',
  ],
  [
    'somebody who may not see roles',
    { account: { forbidden: ['GetRole'] } },
    'unknown',
    "ECS's own role could not be asked",
    'iam:GetRole',
  ],
  [
    'no Docker',
    { machine: { CDK_DOCKER: '/nowhere/docker' } },
    'problem',
    'There is no /nowhere/docker on this machine',
    'CDK_DOCKER',
  ],
  [
    'a Docker that does not run',
    { machine: { CDK_DOCKER: 'false' } },
    'problem',
    'false does not answer',
    'start Docker',
  ],
  ['nobody who could sign in', { stage: { admin: undefined } }, 'warning', 'neither "oidc" nor "admin"', 'first admin'],
  ['an admin without an address', { stage: { admin: 'ada' } }, 'problem', '"admin" is "ada"', 'e-mail'],
  [
    'an origin with a slash',
    { stage: { allowedOrigins: ['https://*.example.com', 'https://app.example.com/'] } },
    'problem',
    '"allowedOrigins" has "https://app.example.com/"',
    'without a slash',
  ],
  [
    'a certificate of another region',
    {
      stage: {
        domains: {
          zone: { id: 'Z1', name: 'example.com' },
          api: { name: 'api.example.com', certificateArn: ofRegion('eu-central-1') },
          console: { name: 'example.com', certificateArn: ofRegion('eu-central-1') },
        },
      },
    },
    'problem',
    'The certificate of "domains.console" is of eu-central-1',
    'one of us-east-1',
  ],
  [
    'memory that Fargate has not',
    { stage: { worker: { ...stageNamed('dev').worker, memory: 1500 } } },
    'problem',
    '"worker.memory" is 1500',
    'With 512 CPU units Fargate has 1024 to 4096, in steps of 1024',
  ],
])('%s: said, with what to do', async (_, trap, is, what, todo) => {
  const verdicts = await found(trap);
  expect(verdicts).toHaveLength(1);
  expect(verdicts[0]).toMatch(new RegExp(`^${is}: `));
  expect(verdicts[0]).toContain(what);
  expect(verdicts[0]).toContain(todo);
});

test.each([
  ['none', { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }, {}, 'There are no AWS credentials'],
  ['old ones', {}, { refused: 'ExpiredToken' as const }, 'have expired'],
  ['wrong ones', {}, { refused: 'InvalidClientTokenId' as const }, 'AWS does not take the credentials'],
])(
  'credentials, %s: nothing else is asked, and what is wrong with the stage is still told',
  async (_, machine, account, words) => {
    const verdicts = await found({ machine, account, stage: { admin: undefined } });
    expect(verdicts).toEqual([expect.stringContaining('neither "oidc"'), expect.stringContaining(words)]);
  },
);

test('both stages of the repository fit together', async () => {
  for (const name of ['dev', 'production'])
    expect((await found({ stage: stageNamed(name) })).filter((verdict) => verdict.startsWith('problem'))).toEqual([]);
});

test('the command says it all in plain lines, and ends with 1 where something is in the way', async () => {
  await using aws = await serve({ ...USED, concurrency: 10 });
  const env = { PATH: process.env['PATH'], ...environment(aws.url, SIGNED_IN) };
  const run = promisify(execFile)(process.execPath, ['preflight/main.ts', '--stage', 'dev'], { env });
  await expect(run).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringMatching(
      /^ok +Account 123456789012 in eu-central-1[^]*^problem +Lambda runs 10 [^]*^1 to mend/m,
    ) as string,
  });
});
