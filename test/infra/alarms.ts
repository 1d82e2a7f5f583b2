/** The alarms of the template, and whether they would sound. */
import * as z from 'zod';
import { devResources } from './devResources.ts';

const Alarm = z.looseObject({
  AlarmName: z.string(),
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Statistic: z.string().optional(),
  Threshold: z.number(),
  ComparisonOperator: z.enum(['GreaterThanOrEqualToThreshold', 'LessThanThreshold']),
  AlarmActions: z.array(z.unknown()).default([]),
});
export type Alarm = z.infer<typeof Alarm>;

export const readAlarms = (): Alarm[] =>
  Object.values(devResources())
    .filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')
    // One without a name is a step of the service's scaling: it tells nobody.
    .flatMap(({ Properties }) => Alarm.safeParse(Properties).data ?? []);

const STATISTICS: Record<string, (values: number[]) => number> = {
  Sum: (values) => values.reduce((sum, value) => sum + value, 0),
  Maximum: (values) => Math.max(...values),
  SampleCount: (values) => values.length,
};

/** By the values that came within a period, from all workers. */
export function sounds({ Statistic = '', Threshold, ComparisonOperator }: Alarm, values: number[]): boolean {
  const statistic = STATISTICS[Statistic];
  if (!statistic) throw new Error(`Say what "${Statistic}" of a period is.`);
  const value = statistic(values);
  return ComparisonOperator === 'LessThanThreshold' ? value < Threshold : value >= Threshold;
}
