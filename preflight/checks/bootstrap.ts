import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm';
import type { Stage } from '../../infra/stages.ts';
import type { Question } from '../ask.ts';
import { ok, problem } from '../verdict.ts';

/** Where the CDK's bootstrap says its version, and the first that has what a deployment needs: the template's own rule. */
const VERSION = '/cdk-bootstrap/hnb659fds/version';
const FIRST = 6;

/** The CDK's own bucket, image repository and roles. */
export const bootstrap = (accountId: string): Question => ({
  about: "The CDK's bootstrap",
  right: 'ssm:GetParameter',
  async ask(stage) {
    const command = `npx cdk bootstrap aws://${accountId}/${stage.region}`;
    const version = await versionOf(stage);
    if (version === undefined) return problem(`${stage.region} is not bootstrapped for the CDK.`, `Run ${command}`);
    return Number(version) >= FIRST
      ? ok(`The CDK's bootstrap has version ${version}.`)
      : problem(`The CDK's bootstrap has version ${version}; it must be ${FIRST} or later.`, `Run ${command}`);
  },
});

async function versionOf({ region }: Stage): Promise<string | undefined> {
  try {
    const { Parameter } = await new SSMClient({ region }).send(new GetParameterCommand({ Name: VERSION }));
    return Parameter?.Value;
  } catch (error) {
    if (error instanceof ParameterNotFound) return undefined;
    throw error;
  }
}
