import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { METRIC_NAMES } from '../../core/model/metrics.ts';
import { devResources } from './devResources.ts';
import { inWords, readAlarms, sounds } from './alarms.ts';

const alarms = readAlarms();
const ours = alarms.filter(({ Namespace }) => Namespace === 'Keepline/dev');

const OTHERS = `
AuthenticationFailures: Keepline/dev AuthenticationFailures: Sum of 60 s >= 100, 1 in a row, silence is well
ClientOutdated: Keepline/dev ClientOutdated: Sum of 60 s >= 1, 1 in a row, silence is well
DeadLetters-connections: AWS/SQS ApproximateNumberOfMessagesVisible QueuesConnectionsDeadLetters: Maximum of 60 s >= 1, 1 in a row, silence is well
DeadLetters-requests: AWS/SQS ApproximateNumberOfMessagesVisible QueuesRequestsDeadLetters: Maximum of 60 s >= 1, 1 in a row, silence is well
DeadLetters-webhooks: AWS/SQS ApproximateNumberOfMessagesVisible QueuesWebhooksDeadLetters: Maximum of 60 s >= 1, 1 in a row, silence is well
OldestRequest: AWS/SQS ApproximateAgeOfOldestMessage QueuesRequests: Maximum of 60 s >= 120, 1 in a row, silence is well
SessionsOfAWorker: Keepline/dev Sessions: Maximum of 60 s >= 180, 1 in a row, silence is well
StorageTrouble: Keepline/dev StorageTrouble: Sum of 60 s >= 50, 1 in a row, silence is well
TableFaults: several metrics: their sum >= 1, 1 in a row, silence is well
WorkerMemory: AWS/ECS MemoryUtilization WorkerCluster WorkerService: Maximum of 60 s >= 80, 3 in a row, silence is well
WorkersSilent: Keepline/dev Sessions: SampleCount of 60 s < 1, 3 in a row, silence is ill
`;

test('each queue and function has its alarms, as the table and the workers have', () => {
  const functions = ['http', 'webSocket', 'deliverer', 'caretaker'];
  const others =
    'WorkersSilent SessionsOfAWorker WorkerMemory ClientOutdated StorageTrouble OldestRequest AuthenticationFailures TableFaults DeadLetters-requests DeadLetters-webhooks DeadLetters-connections';
  const expected = [...others.split(' '), ...functions.flatMap((name) => [`Errors-${name}`, `Throttles-${name}`])];
  expect(alarms.map(({ AlarmName }) => AlarmName.replace('keepline-dev-', '')).sort()).toEqual(expected.sort());
});

test('every alarm tells somebody, and the operations manual says what to do', () => {
  const manual = readFileSync('docs/operations.md', 'utf8');
  for (const { AlarmName, AlarmActions, OKActions } of alarms) {
    expect(AlarmActions).toHaveLength(1);
    // When it is over, too.
    expect(OKActions).toEqual(AlarmActions);
    expect(manual).toContain(`### ${AlarmName.replace('keepline-dev-', '').replace(/-.*/, '')}`);
  }
});

test('alarms watch what their names say', () => {
  const functions = alarms.map(inWords).filter((line) => line.includes('AWS/Lambda'));
  for (const [name, id] of Object.entries({
    http: 'FunctionsHttp',
    webSocket: 'FunctionsWebSocket',
    deliverer: 'WebhooksDeliverer',
    caretaker: 'MaintenanceCaretaker',
  })) {
    for (const metric of ['Errors', 'Throttles'])
      expect(functions).toContain(
        `${metric}-${name}: AWS/Lambda ${metric} ${id}: Sum of 300 s >= 5, 1 in a row, silence is well`,
      );
  }
  const others = alarms.map(inWords).filter((line) => !line.includes('AWS/Lambda'));
  expect(others.sort()).toEqual(OTHERS.trim().split('\n'));
});

test('the dashboard shows metrics that are told', () => {
  const boards = Object.values(devResources()).filter(({ Type }) => Type === 'AWS::CloudWatch::Dashboard');
  const shown = JSON.stringify(boards).matchAll(/Keepline\/dev\\*",\\*"(\w+)/g);
  const names = Array.from(shown, ([, name]) => name);
  expect(names.length).toBeGreaterThan(10);
  for (const name of names) expect(METRIC_NAMES).toContain(name);
});

test('alarms are about metrics that are told', () => {
  expect(ours.length).toBeGreaterThan(3);
  for (const { MetricName } of ours) expect(METRIC_NAMES).toContain(MetricName);
});

test.each([
  ['SessionsOfAWorker', [179], [180]],
  ['ClientOutdated', [0, 0], [0, 1]],
  ['StorageTrouble', [20, 29], [20, 30]],
  ['AuthenticationFailures', Array<number>(99).fill(1), Array<number>(100).fill(1)],
  ['WorkersSilent', [0], []],
])('%s sounds when it should', (name, well, ill) => {
  const alarm = ours.find(({ AlarmName }) => AlarmName === `keepline-dev-${name}`);
  if (!alarm) throw new Error(`There is no alarm ${name}.`);
  expect(sounds(alarm, well)).toBe(false);
  expect(sounds(alarm, ill)).toBe(true);
});
