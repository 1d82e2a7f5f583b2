import { Duration } from 'aws-cdk-lib';
import { Alarm, type AlarmProps, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { ours } from '../metrics.ts';
import type { Stage } from '../stages.ts';
import type { Queues } from './queues.ts';
import type { Table } from './table.ts';
import type { Worker } from './worker.ts';

interface AlarmsProps {
  stage: Stage;
  table: Table;
  queues: Queues;
  worker: Worker;
  functions: Record<string, IFunction>;
}

const MINUTE = Duration.minutes(1);
/** Longer than a deployment or the loss of a worker takes. */
const OLD_REQUEST_SECONDS = 120;
const MEMORY_PERCENT = 80;
const SESSIONS_SHARE = 0.9;
const FAILED_LOGINS = 100;
const TROUBLED_COMMITS = 50;

/** What a person has to look at, told to one topic. What to do is in docs/operations.md, by the alarm's name. */
export class Alarms extends Construct {
  readonly #stage: Stage;
  readonly #topic: Topic;

  constructor(scope: Construct, id: string, { stage, table, queues, worker, functions }: AlarmsProps) {
    super(scope, id);
    this.#stage = stage;
    this.#topic = new Topic(this, 'Topic', { displayName: `Keepline ${stage.name}`, enforceSSL: true });
    this.#topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.#topic.topicArn],
      }),
    );
    if (stage.alarmAddress) this.#topic.addSubscription(new EmailSubscription(stage.alarmAddress));

    const most = stage.worker.maxSessions * SESSIONS_SHARE;
    this.#when('WorkersSilent', ours(stage, 'Sessions', 'SampleCount'), 1, {
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
      evaluationPeriods: 3,
    });
    this.#when('SessionsOfAWorker', ours(stage, 'Sessions', 'Maximum'), most);
    this.#when(
      'WorkerMemory',
      worker.service.metricMemoryUtilization({ period: MINUTE, statistic: 'Maximum' }),
      MEMORY_PERCENT,
      {
        evaluationPeriods: 3,
      },
    );
    this.#when('ClientOutdated', ours(stage, 'ClientOutdated', 'Sum'), 1);
    this.#when('StorageTrouble', ours(stage, 'StorageTrouble', 'Sum'), TROUBLED_COMMITS);
    this.#when('AuthenticationFailures', ours(stage, 'AuthenticationFailures', 'Sum'), FAILED_LOGINS);
    this.#when('TableFaults', table.systemErrors(), 1);
    const { requests, deadLetters } = queues;
    const age = requests.metricApproximateAgeOfOldestMessage({ period: MINUTE, statistic: 'Maximum' });
    this.#when('OldestRequest', age, OLD_REQUEST_SECONDS);
    for (const [name, queue] of Object.entries(deadLetters)) {
      const visible = queue.metricApproximateNumberOfMessagesVisible({ period: MINUTE, statistic: 'Maximum' });
      this.#when(`DeadLetters-${name}`, visible, 1);
    }
    for (const [name, each] of Object.entries(functions)) {
      this.#when(`Errors-${name}`, each.metricErrors({ period: Duration.minutes(5), statistic: 'Sum' }), 5);
      this.#when(`Throttles-${name}`, each.metricThrottles({ period: Duration.minutes(5), statistic: 'Sum' }), 5);
    }
  }

  /** Told when it begins and when it is over. */
  #when(name: string, metric: IMetric, threshold: number, more: Partial<AlarmProps> = {}): void {
    const alarm = new Alarm(this, name, {
      alarmName: `keepline-${this.#stage.name}-${name}`,
      alarmDescription: `docs/operations.md, "${name}"`,
      metric,
      threshold,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      evaluationPeriods: 1,
      ...more,
    });
    alarm.addAlarmAction(new SnsAction(this.#topic));
    alarm.addOkAction(new SnsAction(this.#topic));
  }
}
