/** What CloudWatch was told, read back. Its client is loaded with the first call that it is needed for: few do. */
import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { MetricName } from '../model/metrics.ts';
import { endingWithin } from './table.ts';

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

export interface MetricsReader {
  client: CloudWatchClient;
  namespace: string;
}

export const openMetrics = (namespace: string): MetricsReader => ({
  client: new CloudWatchClient({ maxAttempts: 2, requestHandler: endingWithin(3_000) }),
  namespace,
});

/** @returns for each query its values by the beginning of their period, in seconds since 1970 */
export async function readMetrics(
  { client, namespace }: MetricsReader,
  queries: MetricQuery[],
  { since, until, periodSeconds }: Span,
): Promise<Map<number, number>[]> {
  const { MetricDataResults = [] } = await client.send(
    new GetMetricDataCommand({
      StartTime: new Date(since * 1000),
      EndTime: new Date(until * 1000),
      MetricDataQueries: queries.map(({ name, statistic }, i) => ({
        Id: `q${i}`,
        MetricStat: {
          Metric: { Namespace: namespace, MetricName: name },
          Period: periodSeconds,
          Stat: statistic,
        },
      })),
    }),
  );
  const found = new Map(MetricDataResults.map((result) => [result.Id, result]));
  return queries.map((_, i) => {
    const { Timestamps = [], Values = [] } = found.get(`q${i}`) ?? {};
    return new Map(Timestamps.map((at, nth) => [at.getTime() / 1000, Values[nth] ?? 0]));
  });
}
