import * as z from 'zod';
import { LocalError } from '../localError.ts';
import type { EventSourceSpec, ScheduleSpec } from './blueprint.ts';

/** The queue of an ARN. */
const QueueName = z.string().transform((arn) => {
  const name = /^arn:aws:sqs:[^:]*:[^:]*:(.+)$/.exec(arn)?.[1];
  if (!name) throw new LocalError(`local/ knows queues as event sources and as targets of a schedule, not ${arn}.`);
  return name;
});

const Mapping = z.object({
  EventSourceArn: QueueName,
  FunctionName: z.string(),
  BatchSize: z.number().default(10),
  FunctionResponseTypes: z.array(z.string()).default([]),
  ScalingConfig: z.object({ MaximumConcurrency: z.number() }).default({ MaximumConcurrency: 5 }),
});

/** A queue that calls a function. */
export function eventSourceSpec(properties: unknown): EventSourceSpec {
  const mapping = Mapping.parse(properties);
  return {
    queueName: mapping.EventSourceArn,
    functionName: mapping.FunctionName,
    batchSize: mapping.BatchSize,
    reportsFailures: mapping.FunctionResponseTypes.includes('ReportBatchItemFailures'),
    concurrency: mapping.ScalingConfig.MaximumConcurrency,
  };
}

const SECONDS: Record<string, number> = { minute: 60, hour: 3600, day: 86_400 };
const Rule = z.object({
  ScheduleExpression: z.string(),
  Targets: z.array(z.object({ Arn: z.string(), Input: z.string() })),
});

/** What a schedule sends where. */
export function scheduleSpecs(properties: unknown): ScheduleSpec[] {
  const { ScheduleExpression, Targets } = Rule.parse(properties);
  const [, count, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(ScheduleExpression) ?? [];
  const seconds = SECONDS[unit];
  if (!seconds) throw new LocalError(`local/ knows schedules like rate(5 minutes), not ${ScheduleExpression}.`);
  return Targets.map(({ Arn, Input }) => ({
    everySeconds: Number(count) * seconds,
    target: targetOf(Arn),
    message: Input,
  }));
}

function targetOf(arn: string): ScheduleSpec['target'] {
  const functionName = /^arn:aws:lambda:[^:]*:[^:]*:function:(.+)$/.exec(arn)?.[1];
  return functionName ? { functionName } : { queueName: QueueName.parse(arn) };
}
