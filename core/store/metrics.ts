/** What CloudWatch was told, read back. */
import { SignatureV4 } from '@smithy/signature-v4';
import * as z from 'zod';
import type { MetricName } from '../model/metrics.ts';
import type { Table } from './table.ts';

export interface MetricQuery {
  name: MetricName;
  /** Over all workers and lines of a period. */
  statistic: 'Average' | 'Sum' | 'SampleCount' | 'p50' | 'p95';
}

/** Seconds since 1970; whole periods. */
export interface Span {
  since: number;
  until: number;
  periodSeconds: number;
}

const Answer = z.object({
  MetricDataResults: z.array(
    z.object({ Id: z.string(), Timestamps: z.array(z.number()), Values: z.array(z.number()) }),
  ),
});

const TIMEOUT_MS = 3_000;

/**
 * GetMetricData, in the protocol that is JSON, signed as the table's client signs (docs/decisions/0015).
 * @returns for each query its values by the beginning of their period, in seconds since 1970
 * @throws like the SDK: an error with a name, and with the status where there was an answer
 */
export async function readMetrics(
  { db }: Table,
  namespace: string,
  queries: MetricQuery[],
  { since, until, periodSeconds }: Span,
): Promise<Map<number, number>[]> {
  const body = JSON.stringify({
    StartTime: since,
    EndTime: until,
    MetricDataQueries: queries.map(({ name, statistic }, i) => ({
      Id: `q${i}`,
      MetricStat: {
        Metric: { Namespace: namespace, MetricName: name },
        Period: periodSeconds,
        Stat: statistic,
      },
    })),
  });
  const { credentials, region, sha256 } = db.config;
  const signer = new SignatureV4({ service: 'monitoring', credentials, region, sha256 });
  // The SDK's own variable.
  const url = new URL(
    process.env['AWS_ENDPOINT_URL_CLOUDWATCH'] ?? `https://monitoring.${await region()}.amazonaws.com`,
  );
  const { headers } = await signer.sign({
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    path: '/',
    headers: {
      host: url.host,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'GraniteServiceVersion20100801.GetMetricData',
    },
    body,
  });
  const answer = Answer.parse(await post(url, headers, body));
  const found = new Map(answer.MetricDataResults.map((result) => [result.Id, result]));
  return queries.map((_, i) => {
    const { Timestamps = [], Values = [] } = found.get(`q${i}`) ?? {};
    return new Map(Timestamps.map((at, nth) => [at, Values[nth] ?? 0]));
  });
}

async function post(url: URL, headers: Record<string, string>, body: string): Promise<unknown> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(url, { method: 'POST', headers, body, signal }).catch((cause: unknown) => {
    throw failure('TimeoutError', 'CloudWatch does not answer', undefined, cause);
  });
  const answer: unknown = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  const { __type: type = '', message = '' } = z
    .looseObject({ __type: z.string().optional(), message: z.string().optional() })
    .parse(answer);
  throw failure(
    type.replace(/^.*#/, '') || 'CloudWatchError',
    `CloudWatch answered ${response.status}: ${message}`,
    response.status,
  );
}

const failure = (name: string, message: string, httpStatusCode?: number, cause?: unknown) =>
  Object.assign(new Error(message, { cause }), { name, $metadata: { httpStatusCode } });
