/** What the functions and the workers tell CloudWatch of themselves (core/model/metrics.ts), for alarms and the dashboard. */
import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Stage } from './stages.ts';

/** Stages in one account are told apart by it. */
export const metricsNamespace = (stage: Stage): string => `Keepline/${stage.name}`;

/** One of ours. `statistic` over all workers: of their sum, or of the one that has the most. */
export const ours = (stage: Stage, metricName: string, statistic: string): Metric =>
  new Metric({ namespace: metricsNamespace(stage), metricName, statistic, period: Duration.minutes(1) });
