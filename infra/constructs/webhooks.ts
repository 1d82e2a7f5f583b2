import { Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { ENTRIES } from '../bundles.ts';
import type { Stage } from '../stages.ts';
import { HouseFunction } from './houseFunction.ts';
import type { CredentialsKey } from './key.ts';
import { type Queues, WEBHOOKS_FUNCTION_SECONDS } from './queues.ts';
import type { Table } from './table.ts';
import type { WebSocketApi } from './webSocketApi.ts';

interface WebhooksProps {
  stage: Stage;
  table: Table;
  queues: Queues;
  key: CredentialsKey;
  webSocketApi: WebSocketApi;
}

/** What delivers to the tenants' webhooks: it hears the bells of one queue, and a schedule rings there for what was missed. */
export class Webhooks extends Construct {
  readonly deliverer: HouseFunction;

  constructor(scope: Construct, id: string, { stage, table, queues, key, webSocketApi }: WebhooksProps) {
    super(scope, id);
    const deliverer = new HouseFunction(this, 'Deliverer', {
      stage,
      entry: ENTRIES.webhooks,
      timeout: Duration.seconds(WEBHOOKS_FUNCTION_SECONDS),
      environment: {
        TABLE_NAME: table.name,
        KMS_KEY_ID: key.id,
        WEBHOOKS_QUEUE_URL: queues.webhooks.queueUrl,
        WEBSOCKET_ENDPOINT: webSocketApi.endpoint,
      },
    });
    this.deliverer = deliverer;
    // A connection that is gone when it is to be told of something is ended.
    table.grantRows(deliverer, 'BatchWriteItem', 'DeleteItem');
    webSocketApi.grantPush(deliverer);
    key.grantUnwrap(deliverer);
    queues.grantRingWebhooks(deliverer);
    deliverer.addEventSource(
      new SqsEventSource(queues.webhooks, {
        batchSize: 10,
        reportBatchItemFailures: true,
        maxConcurrency: stage.webhooks.concurrency,
      }),
    );
    new Rule(this, 'Sweep', {
      description: 'Looks for events that webhooks have not been told, and for tries that are overdue',
      schedule: Schedule.rate(Duration.minutes(5)),
      targets: [new SqsQueue(queues.webhooks, { message: RuleTargetInput.fromObject({ type: 'all' }) })],
    });
  }
}
