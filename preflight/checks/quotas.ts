import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  NoSuchResourceException,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import type { Stage } from '../../infra/stages.ts';
import type { Question } from '../ask.ts';
import { needs } from '../needs.ts';
import { raising } from '../raising.ts';
import { ok, problem, type Verdict, warning } from '../verdict.ts';

interface Quota {
  name: string;
  service: string;
  code: string;
  /** To come up at all, and at its largest. */
  need: (stage: Stage) => { first: number; most: number };
}

/** SQS and DynamoDB have none that a stage comes near. */
const QUOTAS: Quota[] = [
  { name: 'Fargate vCPUs', service: 'fargate', code: 'L-3032A538', need: ({ worker }) => needs.onDemand(worker) },
  { name: 'Fargate Spot vCPUs', service: 'fargate', code: 'L-36FBB829', need: ({ worker }) => needs.spot(worker) },
  { name: 'API Gateway requests a second', service: 'apigateway', code: 'L-8A5B8E43', need: needs.requests },
  { name: 'API Gateway requests in a burst', service: 'apigateway', code: 'L-CDF5615A', need: needs.burst },
  { name: 'new WebSocket connections a second', service: 'apigateway', code: 'L-9ED1E49A', need: needs.sockets },
];

/** Those that the stage makes use of. */
export const quotas = (stage: Stage): Question[] =>
  QUOTAS.filter(({ need }) => need(stage).most > 0).map(({ name, service, code, need }) => ({
    about: `The quota of ${name}`,
    right: 'servicequotas:GetServiceQuota and servicequotas:GetAWSDefaultServiceQuota',
    ask: async () => compare({ name, service, code, ...need(stage), has: await valueOf(stage, service, code), stage }),
  }));

/** Services do not say a quota here that nobody ever raised: then it is AWS's default. */
async function valueOf({ region }: Stage, ServiceCode: string, QuotaCode: string): Promise<number> {
  const client = new ServiceQuotasClient({ region });
  const asked = { ServiceCode, QuotaCode };
  const { Quota } = await client.send(new GetServiceQuotaCommand(asked)).catch((error: unknown) => {
    if (error instanceof NoSuchResourceException) return client.send(new GetAWSDefaultServiceQuotaCommand(asked));
    throw error;
  });
  if (Quota?.Value === undefined) throw new Error('It has no value.');
  return Quota.Value;
}

type Compared = Omit<Quota, 'need'> & { has: number; first: number; most: number; stage: Stage };

function compare({ name, service, code, has, first, most, stage }: Compared): Verdict {
  const raise = `Ask AWS for more, which may take days: ${raising(service, code, most, stage)}`;
  const found = `${has.toLocaleString('en')} ${name}`;
  if (has < first) return problem(`${found}: "${stage.name}" needs ${first} to come up.`, raise);
  return has < most
    ? warning(`${found}: "${stage.name}" comes up with ${first}, and may need ${most} at its largest.`, raise)
    : ok(`${found}; "${stage.name}" needs ${most} at the most.`);
}
