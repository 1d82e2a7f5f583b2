/** Whether AWS would let each function and worker do what it does: their calls, judged by the template's own policies. */
import { runSimulation } from '@cloud-copilot/iam-simulate';
import { ACCOUNT } from '../../local/aws.ts';
import { synthesise } from '../../local/template/synth.ts';
import type { Call, Traffic } from '../../local/traffic/traffic.ts';
import { type Asked, askedBy } from './asked.ts';
import { type Document, readRights } from './rights.ts';

const { roles, things, place } = readRights(await synthesise());

/** Notes every kind of call, beside what `traffic` does. */
export class Permissions {
  readonly traffic: Traffic;
  readonly #asked = new Map<string, Asked>();

  constructor(traffic: Traffic = {}) {
    this.traffic = {
      ...traffic,
      disturb: (call) => {
        this.#note(call);
        return traffic.disturb?.(call);
      },
    };
  }

  /** Calls that AWS would refuse, in words. */
  async refused(): Promise<string[]> {
    const verdicts = await Promise.all(
      [...this.#asked.values()].map(async (asked) => ({ asked, ok: await mayDo(asked) })),
    );
    return verdicts
      .filter(({ ok }) => !ok)
      .map(({ asked }) => `${asked.caller} may not ${asked.action} on ${asked.resource}`);
  }

  /** Rights that no call made use of: `worker: sqs:GetQueueUrl`. */
  unused(): string[] {
    const used = new Set([...this.#asked.values()].map(({ caller, action }) => `${caller}: ${action}`));
    const granted = [...roles].flatMap(([caller, documents]) =>
      documents.flatMap(({ Statement }) =>
        Statement.flatMap(({ Action }) => Action.map((action) => `${caller}: ${action}`)),
      ),
    );
    return [...new Set(granted)].filter((right) => !used.has(right)).sort();
  }

  #note(call: Call): void {
    for (const asked of askedBy(call, place)) this.#asked.set(JSON.stringify(asked), asked);
  }
}

async function mayDo({ caller, action, resource }: Asked): Promise<boolean> {
  const [thing = ''] = /[^:]+$/.exec(resource) ?? [];
  const result = await runSimulation(
    {
      request: {
        principal: `arn:aws:iam::${ACCOUNT}:role/${caller}`,
        action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: { 'aws:SecureTransport': 'true' },
      },
      identityPolicies: (roles.get(caller) ?? []).map((policy: Document) => ({ name: caller, policy })),
      resourcePolicy: things.get(thing) ?? things.get(thing.replace(/\/.*$/, '')),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (result.resultType === 'error') throw new Error(`${action} on ${resource}: ${JSON.stringify(result.errors)}`);
  return result.overallResult === 'Allowed';
}
