import type { Stage } from '../../infra/stages.ts';
import { ok, problem, type Verdict, warning } from '../verdict.ts';
import { domainTroubles } from './domains.ts';

/** Whether what a stage says fits together: what AWS would refuse in the middle of a deployment, or what nobody could use. */
export function consistency(stage: Stage): Verdict[] {
  const troubles = [
    ...nameTroubles(stage),
    ...peopleTroubles(stage),
    ...domainTroubles(stage),
    ...workerTroubles(stage),
  ];
  return troubles.length === 0 ? [ok(`What infra/stages.ts says of "${stage.name}" fits together.`)] : troubles;
}

const EMAIL = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;
const ORIGIN = /^https?:\/\/(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d+)?$/i;
/** The names of S3 buckets end at 63: `keepline-NAME-media-ACCOUNT-REGION`. */
const BUCKET_NAME = 63;

function* nameTroubles({ name, region }: Stage): Iterable<Verdict> {
  const most = BUCKET_NAME - `keepline--media-123456789012-${region}`.length;
  if (!/^[a-z][a-z0-9-]*$/.test(name) || name.length > most)
    yield problem(`"name" is "${name}".`, `Buckets are named after it: a-z, 0-9 and hyphens, ${most} at the most.`);
  if (/aws|amazon|cognito/.test(name))
    yield problem(`"name" is "${name}".`, 'Cognito takes no sign-in address with "aws", "amazon" or "cognito" in it.');
}

function* peopleTroubles({ name, oidc, admin, alarmAddress, allowedOrigins }: Stage): Iterable<Verdict> {
  if (!oidc && admin === undefined)
    yield warning(
      'There is neither "oidc" nor "admin": the console will have nobody who can sign in.',
      `Give the first admin's e-mail address, or your identity provider, to "${name}" in infra/stages.ts (docs/identity.md).`,
    );
  if (oidc && admin !== undefined)
    yield warning('"admin" is not used: "oidc" says who signs in.', 'Make them an admin there, and take "admin" away.');
  for (const [field, address] of Object.entries({ admin, alarmAddress }))
    if (address !== undefined && !EMAIL.test(address))
      yield problem(`"${field}" is "${address}".`, 'It has to be an e-mail address.');
  if (alarmAddress === undefined)
    yield warning(
      '"alarmAddress" is not said: nobody hears alarms.',
      'Give an e-mail address, and confirm it when asked.',
    );
  for (const origin of allowedOrigins)
    if (!ORIGIN.test(origin))
      yield problem(
        `"allowedOrigins" has "${origin}".`,
        'An origin is scheme, host and port alone, without a slash behind: https://app.example.com, https://*.example.com.',
      );
  if (!oidc) return;
  const addresses = { issuer: oidc.issuer, jwksUri: oidc.jwksUri };
  for (const [field, address] of Object.entries(addresses))
    if (!URL.canParse(address) || new URL(address).protocol !== 'https:')
      yield problem(`"oidc.${field}" is "${address}".`, 'It has to be an https address.');
  for (const origin of oidc.origins)
    if (!ORIGIN.test(origin))
      yield problem(
        `"oidc.origins" has "${origin}".`,
        'An origin is scheme, host and port alone: https://id.example.com.',
      );
}

/** What Fargate has, in MiB for each number of CPU units: from, to, in steps of. */
const FARGATE: Record<number, [from: number, to: number, step: number]> = {
  256: [512, 2048, 512],
  512: [1024, 4096, 1024],
  1024: [2048, 8192, 1024],
  2048: [4096, 16_384, 1024],
  4096: [8192, 30_720, 1024],
  8192: [16_384, 61_440, 4096],
  16_384: [32_768, 122_880, 8192],
};
/** MiB of a worker without sessions, and of a session: infra/stages.ts. */
const [BASE, SESSION] = [100, 2];

function* workerTroubles({ worker, webhooks }: Stage): Iterable<Verdict> {
  const { cpu, memory, count, maxCount, maxSessions, spotPercent } = worker;
  const [from, to, step] = FARGATE[cpu] ?? [];
  if (from === undefined || to === undefined || step === undefined)
    yield problem(`"worker.cpu" is ${cpu}.`, `Fargate has ${Object.keys(FARGATE).join(', ')}.`);
  else if (memory < from || memory > to || memory % step !== 0)
    yield problem(
      `"worker.memory" is ${memory}.`,
      `With ${cpu} CPU units Fargate has ${from} to ${to}, in steps of ${step}.`,
    );
  if (count < 1 || count > maxCount)
    yield problem(`"worker.count" is ${count}, "maxCount" ${maxCount}.`, 'One at least, and no more than "maxCount".');
  if (BASE + SESSION * maxSessions > memory)
    yield problem(
      `"worker.maxSessions" is ${maxSessions}: they take up to ${BASE + SESSION * maxSessions} MiB, and there are ${memory}.`,
      'Give workers more memory, or fewer sessions.',
    );
  if (spotPercent < 0 || spotPercent > 100)
    yield problem(`"worker.spotPercent" is ${spotPercent}.`, 'It is a share: 0 to 100.');
  if (webhooks.concurrency < 2 || webhooks.concurrency > 1000)
    yield problem(`"webhooks.concurrency" is ${webhooks.concurrency}.`, 'Lambda takes 2 to 1,000 for a queue.');
}
