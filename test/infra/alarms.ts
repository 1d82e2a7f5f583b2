/** The alarms of the template, and whether they would sound. */
import * as z from 'zod';
import { devResources } from './devResources.ts';

const Of = z.union([
  z.object({ Ref: z.string() }).transform(({ Ref }) => Ref),
  z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }).transform((value) => value['Fn::GetAtt'][0]),
]);
const Alarm = z.looseObject({
  AlarmName: z.string(),
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Statistic: z.string().optional(),
  Threshold: z.number(),
  ComparisonOperator: z.enum(['GreaterThanOrEqualToThreshold', 'LessThanThreshold']),
  AlarmActions: z.array(z.unknown()).default([]),
  OKActions: z.array(z.unknown()).default([]),
  Period: z.number().optional(),
  EvaluationPeriods: z.number(),
  TreatMissingData: z.string(),
  /** Of what: the logical id of a resource of ours. */
  Dimensions: z.array(z.object({ Value: Of })).default([]),
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

/** What an alarm is about, on a line. */
export function inWords(alarm: Alarm): string {
  const { AlarmName, Namespace = 'several', MetricName = 'metrics', Dimensions, Statistic, Period } = alarm;
  const things = Dimensions.map(({ Value }) => Value.replace(/[0-9A-F]{8}$/, ''));
  const sign = alarm.ComparisonOperator === 'LessThanThreshold' ? '<' : '>=';
  const value = Statistic ? `${Statistic} of ${Period} s` : 'their sum';
  const when = `${value} ${sign} ${alarm.Threshold}, ${alarm.EvaluationPeriods} in a row`;
  const silence = alarm.TreatMissingData === 'breaching' ? 'silence is ill' : 'silence is well';
  return `${AlarmName.replace('keepline-dev-', '')}: ${[Namespace, MetricName, ...things].join(' ')}: ${when}, ${silence}`;
}
