/** What really happens makes the alarms sound, by what the real processes tell CloudWatch of it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MetricName } from '../../core/model/metrics.ts';
import { callControl } from '../simulator/controlClient.ts';
import { type Alarm, readAlarms, sounds } from '../infra/alarms.ts';
import { World } from './world.ts';

let world: World;
let alarms: Alarm[];
beforeAll(async () => {
  alarms = readAlarms();
  world = await World.open({ workerEnvironment: { METRICS_SECONDS: '1' } });
});
afterAll(() => world[Symbol.asyncDispose]());

/** The values of a metric in a process's log until now, as CloudWatch reads them. */
async function told(log: string, name: MetricName): Promise<number[]> {
  const lines = (await readFile(join(world.stateDir, 'logs', `${log}.log`), 'utf8')).split('\n');
  return lines
    .filter((line) => line.includes('"_aws"'))
    .map(
      (line) =>
        JSON.parse(line) as { _aws: { CloudWatchMetrics: [{ Namespace: string; Metrics: { Name: string }[] }] } },
    )
    .filter(
      ({
        _aws: {
          CloudWatchMetrics: [{ Namespace, Metrics }],
        },
      }) => Namespace === 'Keepline/dev' && Metrics.some(({ Name }) => Name === name),
    )
    .flatMap((line) => (line as unknown as Record<string, number | number[]>)[name] ?? []);
}

function alarm(metric: MetricName): Alarm {
  const found = alarms.find(({ MetricName: name }) => name === metric);
  if (!found) throw new Error(`There is no alarm about ${metric}.`);
  return found;
}

test('a version that WhatsApp takes no more', async () => {
  const [tenant, ada] = [await world.tenant(), await world.phone('Ada')];
  const session = await world.linked(tenant, ada);
  await expect.poll(() => told('worker-1', 'Connected'), { timeout: 10_000 }).toContain(1);
  expect(sounds(alarm('ClientOutdated'), await told('worker-1', 'ClientOutdated'))).toBe(false);
  for (const name of [
    'Pairings',
    'Connects',
    'CommitTime',
    'TimeToQr',
    'TimeToReady',
    'MemoryBytes',
    'EventLoopDelay',
  ] as const) {
    expect(Math.max(...(await told('worker-1', name)))).toBeGreaterThan(0);
  }

  await callControl(world.simulator, 'POST /rules', { oldestClient: '2.3999.1' });
  await callControl(world.simulator, 'POST /faults', { number: ada.number, kind: 'drop' });
  await session.status('failed');
  await expect
    .poll(async () => sounds(alarm('ClientOutdated'), await told('worker-1', 'ClientOutdated')), { timeout: 10_000 })
    .toBe(true);
});

test('callers who cannot say who they are', async () => {
  const { Threshold } = alarm('AuthenticationFailures');
  const ask = () => fetch(`${world.stack.endpoints.api}/api/sessions`, { headers: { authorization: 'Bearer forged' } });
  await Promise.all(Array.from({ length: Threshold }, ask));
  await expect
    .poll(async () => sounds(alarm('AuthenticationFailures'), await told('lambdas-http', 'AuthenticationFailures')), {
      timeout: 10_000,
    })
    .toBe(true);
});
