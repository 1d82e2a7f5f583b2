import type { Stage } from '../infra/stages.ts';
import { answer, type Question } from './ask.ts';
import { account } from './checks/account.ts';
import { bootstrap } from './checks/bootstrap.ts';
import { concurrency } from './checks/concurrency.ts';
import { consistency } from './checks/consistency.ts';
import { docker } from './checks/docker.ts';
import { gatewayRole } from './checks/gatewayRole.ts';
import { quotas } from './checks/quotas.ts';
import { serviceRole } from './checks/serviceRole.ts';
import type { Verdict } from './verdict.ts';

/** Everything that can be known before a first deployment. Asks, and changes nothing. */
export async function preflight(stage: Stage): Promise<Verdict[]> {
  const [here, { id, verdict }] = await Promise.all([docker(), account(stage)]);
  const verdicts = [...consistency(stage), here, verdict];
  if (id === undefined) return verdicts;
  const questions: Question[] = [bootstrap(id), serviceRole, gatewayRole, concurrency, ...quotas(stage)];
  return [...verdicts, ...(await Promise.all(questions.map((question) => answer(question, stage))))];
}
