/** What a cold start loads, and what it takes of the processor, beside an empty function with the same SDK clients. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundle } from '../../infra/bundle.ts';
import { BUNDLES } from '../../infra/bundles.ts';
import { bundleSizes } from '../../infra/bundleSizes.ts';
import { keyIds, readBlueprint } from '../../local/template/read.ts';
import { synthesise } from '../../local/template/synth.ts';
import { type Figure, quantile } from '../figures.ts';

const run = promisify(execFile);
const ROUNDS = 25;
const LIMIT_KB = 450;

/** Calls that ask AWS for nothing. */
const EVENTS: Record<string, unknown> = {
  http: { routeKey: 'GET /', headers: {}, requestContext: { http: { sourceIp: '192.0.2.1' } } },
  // A page of another origin.
  ws: { requestContext: { routeKey: '$connect', connectionId: 'x' }, headers: { origin: 'https://other.example' } },
  webhooks: { Records: [] },
  maintenance: {},
};

export async function cold(): Promise<Figure[]> {
  await run(process.execPath, ['infra/build.ts']);
  const folder = await mkdtemp(join(tmpdir(), 'keepline-cold-'));
  try {
    await bundle('bench/cold/empty.ts', folder);
    const variables = await environments();
    const seen: Record<string, number[]> = { empty: [] };
    console.log(`Cold start: ${ROUNDS} rounds; each function and the empty one in turn, each in a fresh process`);
    for (let round = 0; round < ROUNDS; round++) {
      seen['empty']?.push(await start(join(folder, 'empty.mjs'), {}, variables['http']));
      for (const [name, event] of Object.entries(EVENTS)) {
        const took = await start(join(BUNDLES, 'lambdas', name, 'index.mjs'), event, variables[name]);
        (seen[name] ??= []).push(took);
      }
    }
    const median = (name: string) => quantile(seen[name] ?? [], 0.5);
    const sizes = Object.keys(EVENTS).map((name) => ({ name, ...bundleSizes(join(BUNDLES, 'lambdas', name)) }));
    console.log('\n               loaded at start   all of it   cold start\n');
    for (const { name, start: atStart, all } of sizes)
      console.log(
        `  ${name.padEnd(12)}${kb(atStart).padStart(14)}${kb(all).padStart(12)}${ms(median(name)).padStart(13)}`,
      );
    console.log(`  empty${ms(median('empty')).padStart(46)}`);
    return sizes.flatMap(({ name, start: atStart }) => [
      { name: `bundle_${name}`, value: atStart / 1000, unit: 'KB', limit: LIMIT_KB },
      { name: `cold_start_${name}_cpu_p50`, value: median(name), unit: 'ms', limit: median('empty') },
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const kb = (bytes: number) => `${(bytes / 1000).toFixed(0)} KB`;
const ms = (value: number) => `${value.toFixed(1)} ms`;

async function start(file: string, event: unknown, env: Record<string, string> = {}): Promise<number> {
  const { stdout } = await run(process.execPath, ['bench/cold/start.ts', file, JSON.stringify(event)], { env });
  const [, took] = /^cold (.+)$/m.exec(stdout) ?? [];
  if (took === undefined) throw new Error(`${file} did not answer: ${stdout}`);
  return Number(took);
}

/** Of each function, as the template says. */
async function environments(): Promise<Record<string, Record<string, string>>> {
  const template = await synthesise();
  const keys = Object.fromEntries(keyIds(template).map((id) => [id, { id, arn: `arn:aws:kms:x:1:key/${id}` }]));
  const { functions } = readBlueprint(template, { queueUrl: (name) => `https://sqs.example.com/1/${name}`, keys });
  const aws = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' };
  return Object.fromEntries(
    functions.map(({ entry, environment }) => [entry.split('/')[1] ?? '', { ...aws, ...environment }]),
  );
}
