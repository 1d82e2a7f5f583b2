/** The stores do not answer: callers are told to come again. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { openCounters } from '../../core/store/counters.ts';
import { endingWithin, type Table } from '../../core/store/table.ts';
import { httpStack } from '../../lambdas/http/stack.ts';
import { wsStack } from '../../lambdas/ws/stack.ts';
import { freePort, listen } from '../../local/listen.ts';
import { startApi } from './api.ts';
import { httpEvent } from './httpEvent.ts';

/** A table at another address, asked once. */
function tableAt(endpoint: string): Table {
  const client = new DynamoDBClient({ endpoint, maxAttempts: 1, requestHandler: endingWithin(200) });
  return { db: DynamoDBDocumentClient.from(client), TableName: 'nowhere' };
}

test('a table that cannot be reached, fails or hangs is a 503 with a time, not a fault of ours', async () => {
  await using api = await startApi();
  await using failing = await listen('a failing table', 0);
  await using hanging = await listen('a hanging table', 0);
  hanging.serve(() => undefined);
  const nobody = `http://127.0.0.1:${await freePort('nobody', 0)}`;
  const authorization = `Bearer ${await api.token('a')}`;
  for (const url of [nobody, failing.url, hanging.url]) {
    const context = { ...api.context, table: tableAt(url) };
    const answer = await httpStack(context)(
      httpEvent('GET /api/sessions', { headers: { authorization } }),
      {} as never,
    );
    expect(answer).toMatchObject({ statusCode: 503, headers: { 'retry-after': '2' } });
    expect(JSON.parse(answer.body ?? '')).toMatchObject({ error: { code: 'unavailable', retryAfter: 2 } });
    const frame = { requestContext: { routeKey: '$default', connectionId: 'c' }, body: '{"type":"ping"}' };
    const told = await wsStack(context)(frame as never, {} as never);
    expect(JSON.parse(told.body ?? '')).toMatchObject({ type: 'error', code: 'unavailable', retryAfter: 2 });
  }
});

test('limits that cannot be counted hold nobody up', async () => {
  await using api = await startApi();
  const nobody = `http://127.0.0.1:${await freePort('nobody', 0)}`;
  const context = { ...api.context, counters: openCounters(tableAt(nobody)) };
  const authorization = `Bearer ${await api.token('a')}`;
  const answer = await httpStack(context)(httpEvent('GET /api/sessions', { headers: { authorization } }), {} as never);
  expect(answer.statusCode).toBe(200);
  expect(api.log.lines.join('\n')).toContain('a limit could not be counted');
});

test('without CloudWatch there are no charts for now, and that is all', async () => {
  await using api = await startApi();
  process.env['AWS_ENDPOINT_URL_CLOUDWATCH'] = `http://127.0.0.1:${await freePort('nobody', 0)}`;
  const authorization = `Bearer ${await api.token('a', { groups: ['admin'] })}`;
  const answer = await httpStack(api.context)(
    httpEvent('GET /api/metrics', { headers: { authorization } }),
    {} as never,
  );
  expect(answer).toMatchObject({ statusCode: 503, headers: { 'retry-after': '2' } });
});
