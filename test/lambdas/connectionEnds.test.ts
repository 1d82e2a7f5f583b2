/** A token's end is the end of its connections, of those too that say nothing. */
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { openFrames } from '../../core/channels/frames.ts';
import { openConnectionBells } from '../../core/channels/connectionBells.ts';
import { type ConnectionId, TenantId } from '../../core/model/ids.ts';
import type { Principal } from '../../core/model/principal.ts';
import { closeConnection } from '../../core/store/connections.ts';
import type { Context } from '../../lambdas/context.ts';
import { hear } from '../../lambdas/ws/hear.ts';
import { ringAtEnd } from '../../lambdas/ws/ringAtEnd.ts';
import { listen } from '../../local/listen.ts';
import { useApi } from './useApi.ts';

const api = useApi();

async function connection(seconds: number) {
  const opened = once(api().connections, 'opened');
  const exp = Math.floor(Date.now() / 1000) + seconds;
  const client = await api().webSocket(await api().token(crypto.randomUUID(), { exp }));
  const [id] = (await opened) as [ConnectionId];
  return { id, client };
}

const records = (...bodies: unknown[]) =>
  ({ Records: bodies.map((body, i) => ({ messageId: String(i), body: JSON.stringify(body) })) }) as Parameters<
    typeof hear
  >[1];
const ring = (id: ConnectionId, context: Context = api().context) =>
  hear(context, records({ type: 'connection', connectionId: id }));

async function waiting(): Promise<number> {
  const { sqs, queueUrl: QueueUrl } = api().connectionBells;
  const AttributeNames = ['ApproximateNumberOfMessagesDelayed' as const];
  const { Attributes } = await (await sqs()).attributesOf({ QueueUrl, AttributeNames });
  return Number(Attributes?.['ApproximateNumberOfMessagesDelayed']);
}

test('one that comes early is rung again, and the connection goes on', async () => {
  const { id, client } = await connection(3600);
  const before = await waiting();
  expect(await ring(id)).toEqual({ batchItemFailures: [] });
  expect(await waiting()).toBe(before + 1);
  expect(await client.ask({ type: 'ping' })).toEqual({ type: 'pong' });
  await client.close();
});

test('none is rung for what the gateway ends before', async () => {
  const before = await waiting();
  const { client } = await connection(3 * 3600);
  expect(await waiting()).toBe(before);
  await client.close();
});

test('one that cannot be rung keeps nobody out', async () => {
  const { connectionBells } = api();
  const { queueUrl } = connectionBells;
  connectionBells.queueUrl = `${queueUrl}-that-is-not-there`;
  const { client } = await connection(60);
  connectionBells.queueUrl = queueUrl;
  expect(await client.ask({ type: 'ping' })).toEqual({ type: 'pong' });
  await client.close();
});

test('one that nobody takes in time keeps nobody waiting', async () => {
  await using silent = await listen('a queue', 0);
  silent.serve(() => undefined);
  const endpoint = process.env['AWS_ENDPOINT_URL_SQS'];
  process.env['AWS_ENDPOINT_URL_SQS'] = silent.url;
  const connectionBells = openConnectionBells(`${silent.url}/1/connections`);
  const { client } = await connectionBells.sqs();
  process.env['AWS_ENDPOINT_URL_SQS'] = endpoint;
  const startedAt = Date.now();
  const who: Principal = {
    subject: 'ada',
    tenantId: TenantId.parse('a'),
    role: 'member',
    expiresAt: Math.ceil(startedAt / 1000) + 60,
  };
  await ringAtEnd({ ...api().context, connectionBells }, 'late' as ConnectionId, who);
  expect(Date.now() - startedAt).toBeLessThan(4_500);
  client.destroy();
});

test('what could not be ended comes again, and is ended though its row is gone', async () => {
  const { context, clock, table } = api();
  const { id, client } = await connection(60);
  clock.aheadMs = 61_000;
  const away = { ...context, frames: openFrames(table, 'http://127.0.0.1:1/ws', () => undefined) };
  const { log } = context;
  const silent = { ...away, log: Object.assign(Object.create(log) as typeof log, { error: () => undefined }) };
  expect(await ring(id, silent)).toEqual({ batchItemFailures: [{ itemIdentifier: '0' }] });
  clock.aheadMs = 0;
  await closeConnection(table, id);
  expect(await ring(id)).toEqual({ batchItemFailures: [] });
  await client.closed;
});

test('what is no bell is left out', async () => {
  expect(await hear(api().context, records('nonsense', { type: 'connection' }))).toEqual({ batchItemFailures: [] });
});

test('a bell comes when the token ends, and the connection is closed', async () => {
  const { sqs, queueUrl: QueueUrl } = api().connectionBells;
  // Not less: it has to be let in before that, on a slow machine too.
  const { client } = await connection(4);
  const { Messages = [] } = await (await sqs()).receive({ QueueUrl, WaitTimeSeconds: 10 });
  const bells = Messages.map(({ Body = '' }) => JSON.parse(Body) as unknown);
  expect(await hear(api().context, records(...bells))).toEqual({ batchItemFailures: [] });
  await client.closed;
});
