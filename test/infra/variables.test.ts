/** Variables: what code reads, and what the template sets. */
import { expect, test } from 'vitest';
import { readConfig as readFunctions } from '../../lambdas/config.ts';
import { readConfig as readMaintenance } from '../../lambdas/maintenance/config.ts';
import { readConfig as readWebhooks } from '../../lambdas/webhooks/config.ts';
import { synthesise } from '../../local/template/synth.ts';
import { keyIds, readBlueprint } from '../../local/template/read.ts';
import { readConfig as readWorker } from '../../worker/config.ts';

const template = await synthesise();
const keys = Object.fromEntries(keyIds(template).map((id) => [id, { id, arn: `arn:aws:kms:x:1:key/${id}` }]));
const blueprint = readBlueprint(template, { queueUrl: (name) => `https://sqs.example.com/1/${name}`, keys });

const READERS: Record<string, (environment: NodeJS.ProcessEnv) => unknown> = {
  'lambdas/http/index.ts': readFunctions,
  'lambdas/ws/index.ts': readFunctions,
  'lambdas/webhooks/index.ts': readWebhooks,
  'lambdas/maintenance/index.ts': readMaintenance,
  'worker/main.ts': readWorker,
};
/** Node itself reads it. */
const NODES_OWN = ['NODE_OPTIONS'];
/** What code reads and no stage has to say. */
const OPTIONAL: Record<string, string> = {
  OIDC_SEALED_SECRET: 'An issuer of your own may sign with a secret.',
  WHATSAPP_URL: 'Only where WhatsApp is another than the real one.',
  WEBHOOKS_ALLOW_PRIVATE: 'A system on one machine.',
  QR_SECONDS: 'Tests are shorter.',
  SILENCE_SECONDS: 'Tests are shorter.',
  METRICS_SECONDS: 'Tests are shorter.',
  WEBHOOKS_TIMEOUT_SECONDS: 'Tests are shorter.',
  WEBHOOKS_FIRST_RETRY_SECONDS: 'Tests are shorter.',
  WEBHOOKS_LONGEST_RETRY_SECONDS: 'Tests are shorter.',
  WEBHOOKS_GIVE_UP_SECONDS: 'Tests are shorter.',
  WEBHOOKS_PAUSE_SECONDS: 'Tests are shorter.',
  DATA_KEY_DAYS: 'The same for every stage.',
  TRANSFERS: 'The same for every stage.',
  LOG_LEVEL: 'For somebody who looks for something.',
};

test.each([...blueprint.functions, blueprint.worker])(
  '$entry is told what it needs, and reads what it is told',
  (spec) => {
    const read = new Set<string>();
    const watched = new Proxy(spec.environment, {
      get: (environment, name: string) => (read.add(name), environment[name]),
    });
    const reader = READERS[spec.entry];
    if (!reader) throw new Error(`Say who reads the variables of ${spec.entry}.`);
    expect(() => reader(watched)).not.toThrow();
    expect(Object.keys(spec.environment).filter((name) => !read.has(name) && !NODES_OWN.includes(name))).toEqual([]);
    expect([...read].filter((name) => !(name in spec.environment) && !(name in OPTIONAL))).toEqual([]);
  },
);
