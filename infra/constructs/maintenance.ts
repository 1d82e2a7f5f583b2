import { Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { ENTRIES } from '../bundles.ts';
import type { Stage } from '../stages.ts';
import { HouseFunction } from './houseFunction.ts';
import type { MediaBucket } from './mediaBucket.ts';
import type { Queues } from './queues.ts';
import type { Table } from './table.ts';

interface MaintenanceProps {
  stage: Stage;
  table: Table;
  queues: Queues;
  media: MediaBucket;
}

/** Upkeep: looks around each five minutes, and for what is inactive each six hours. */
export class Maintenance extends Construct {
  readonly caretaker: HouseFunction;

  constructor(scope: Construct, id: string, { stage, table, queues, media }: MaintenanceProps) {
    super(scope, id);
    const caretaker = new HouseFunction(this, 'Caretaker', {
      stage,
      entry: ENTRIES.maintenance,
      timeout: Duration.minutes(2),
      environment: {
        TABLE_NAME: table.name,
        REQUESTS_QUEUE_URL: queues.requestsUrl,
        WORKER_QUEUE_PREFIX: queues.workerPrefix,
        MEDIA_BUCKET: media.name,
        INACTIVE_DAYS: String(stage.inactiveDays),
      },
    });
    this.caretaker = caretaker;
    table.grantRows(caretaker, 'PutItem', 'DeleteItem', 'BatchGetItem', 'BatchWriteItem');
    queues.grantRing(caretaker);
    queues.grantSweep(caretaker);
    media.grantErase(caretaker);
    for (const [name, every, rate] of [
      ['EveryFiveMinutes', '5 minutes', Duration.minutes(5)],
      ['EverySixHours', '6 hours', Duration.hours(6)],
    ] as const) {
      new Rule(this, name, {
        description: `Upkeep, each ${every}`,
        schedule: Schedule.rate(rate),
        targets: [new LambdaFunction(caretaker, { event: RuleTargetInput.fromObject({ every }), retryAttempts: 2 })],
      });
    }
  }
}
