import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Stage } from '../../infra/stages.ts';
import { ok, problem, reason, type Verdict } from '../verdict.ts';

/** Whose account it would be; nothing else can be asked without. It takes no right. */
export async function account({ region }: Stage): Promise<{ id?: string; verdict: Verdict }> {
  try {
    const { Account: id = '', Arn } = await new STSClient({ region }).send(new GetCallerIdentityCommand());
    return { id, verdict: ok(`Account ${id} in ${region}, as ${Arn}.`) };
  } catch (error) {
    return { verdict: refused(error, region) };
  }
}

function refused(error: unknown, region: string): Verdict {
  switch (error instanceof Error && error.name) {
    case 'CredentialsProviderError':
      return problem(
        'There are no AWS credentials.',
        'Sign in with "aws sso login" or "aws configure", or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
      );
    case 'ExpiredToken':
    case 'ExpiredTokenException':
      return problem('The AWS credentials have expired.', 'Sign in again: "aws sso login", or take new keys.');
    case 'InvalidClientTokenId':
    case 'SignatureDoesNotMatch':
      return problem(
        `AWS does not take the credentials in ${region}. ${reason(error)}`,
        `Compare the keys; and see that ${region} is switched on for the account (AWS console, Account, AWS Regions).`,
      );
    default:
      return problem(
        `AWS could not be asked who you are. ${reason(error)}`,
        `See that this machine reaches sts.${region}.amazonaws.com, and that the stage's region exists.`,
      );
  }
}
