/** Settings that go together: of the template with each other, and with what code does. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { readConfig as readWebhooks } from '../../lambdas/webhooks/config.ts';
import { keyIds, readBlueprint } from '../../local/template/read.ts';
import { synthesise } from '../../local/template/synth.ts';
import { planHandover } from '../../worker/handover.ts';
import { DEAD_AFTER_MS, EXPIRY_MS } from '../../worker/lease.ts';

const template = await synthesise();
const keys = Object.fromEntries(keyIds(template).map((id) => [id, { id, arn: `arn:aws:kms:x:1:key/${id}` }]));
const blueprint = readBlueprint(template, { queueUrl: (name) => `https://sqs.example.com/1/${name}`, keys });
const { functions, queues, schedules, eventSources, tables, worker } = blueprint;

const functionOf = (name: string) => functions.find((each) => each.name === name);
const Redrive = z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number() });
/** SQS's own, where a queue says nothing: four days. */
const KEPT_SECONDS = 345_600;

test.each(eventSources)('$queueName gives its function time to answer before a message is seen again', (source) => {
  const queue = queues.find(({ name }) => name === source.queueName);
  // AWS's own advice for a queue that calls a function.
  expect(Number(queue?.attributes['VisibilityTimeout'])).toBeGreaterThanOrEqual(
    6 * (functionOf(source.functionName)?.timeoutSeconds ?? Infinity),
  );
  // More than ten at once would wait for each other.
  expect(source.batchSize).toBeLessThanOrEqual(10);
  expect(source.reportsFailures).toBe(true);
});

test.each(queues.filter(({ attributes }) => attributes['RedrivePolicy']))(
  'what $name gives up is kept for longer than it would keep it, by a queue of the same kind',
  ({ name, attributes }) => {
    const { deadLetterTargetArn, maxReceiveCount } = Redrive.parse(JSON.parse(attributes['RedrivePolicy'] ?? ''));
    const kept = queues.find((queue) => deadLetterTargetArn.endsWith(`:${queue.name}`));
    expect(Number(kept?.attributes['MessageRetentionPeriod'])).toBeGreaterThan(
      Number(attributes['MessageRetentionPeriod'] ?? KEPT_SECONDS),
    );
    expect(kept?.name.endsWith('.fifo')).toBe(name.endsWith('.fifo'));
    // Fewer, and a function that is throttled for a moment would lose its messages.
    expect(maxReceiveCount).toBeGreaterThanOrEqual(5);
  },
);

test('who listens to a queue itself has a message for longer than it waits for one', () => {
  const heard = queues.filter(({ attributes }) => attributes['ReceiveMessageWaitTimeSeconds']);
  expect(heard).toHaveLength(1);
  for (const { attributes } of heard)
    expect(Number(attributes['VisibilityTimeout'])).toBeGreaterThan(
      Number(attributes['ReceiveMessageWaitTimeSeconds']),
    );
});

test('whoever answers API Gateway does so before it gives up', () => {
  const answering = new Set(
    [...blueprint.http.routes, ...blueprint.webSocket.routes].map(({ functionName }) => functionName),
  );
  const late = functions.filter(({ name, timeoutSeconds }) => answering.has(name) && timeoutSeconds >= 29);
  expect(late).toEqual([]);
});

test('an endpoint that does not answer is given up before the function that waits for it, twice in a row', () => {
  const deliverer = functions.find(({ entry }) => entry === 'lambdas/webhooks/index.ts');
  const { policy } = readWebhooks(deliverer?.environment ?? {});
  expect(2 * policy.timeoutMs).toBeLessThan(1000 * (deliverer?.timeoutSeconds ?? 0));
});

test('what is called again and again has ended before it is called again', () => {
  const called = schedules.flatMap(({ everySeconds, target }) =>
    'functionName' in target
      ? [[everySeconds, functionOf(target.functionName)?.timeoutSeconds ?? Infinity] as const]
      : [],
  );
  expect(called).toHaveLength(2);
  for (const [everySeconds, timeoutSeconds] of called) expect(timeoutSeconds).toBeLessThan(everySeconds);
});

test('a worker that stops gives all of its sessions away before it is killed', () => {
  const sessions = Number(worker.environment['MAX_SESSIONS']);
  const takerPace = Number(worker.environment['CONNECTS_PER_SECOND']);
  const { perSecond } = planHandover([{ worker: 'wrk_1' as never, room: sessions }], {
    givers: 1,
    sessions,
    takerPace,
  });
  // Half a minute for what is under way, and for the journal.
  expect(sessions / perSecond).toBeLessThanOrEqual(worker.stopTimeoutSeconds - 30);
});

test('a worker is replaced for its health after its lease has run out, and not while it starts', () => {
  const { interval, timeout, retries, startPeriod } = worker.health;
  expect(timeout).toBeLessThan(interval);
  expect(interval * retries).toBeGreaterThan(Math.max(EXPIRY_MS, DEAD_AFTER_MS) / 1000);
  expect(startPeriod).toBeGreaterThanOrEqual(30);
});

test('every index that is asked exists and every one that exists is asked; what it sorts by is written', () => {
  const source = readdirSync('core/store')
    .map((file) => readFileSync(join('core/store', file), 'utf8'))
    .join('\n');
  const asked = Array.from(source.matchAll(/IndexName: .*/g), ([line]) => line.match(/'\w+'/g) ?? []).flat();
  const [table] = tables;
  const indexes = [...(table?.localIndexes ?? []), ...(table?.globalIndexes ?? [])];
  const names = indexes.map(({ IndexName }) => `'${IndexName}'`);
  expect(new Set(asked)).toEqual(new Set(names));
  const sorted = [...(table?.keys ?? []), ...indexes.flatMap(({ KeySchema = [] }) => KeySchema)];
  const attributes = sorted.map(({ AttributeName = '' }) => AttributeName);
  for (const attribute of attributes) {
    expect(table?.attributes).toContainEqual({ AttributeName: attribute, AttributeType: 'S' });
    expect(source).toMatch(new RegExp(`\\b${attribute}\\b *[:,}=]`));
  }
});
