import { Duration, Stack } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acceptWildcard } from '../acceptWildcard.ts';
import type { Stage } from '../stages.ts';

/** Within the 29 seconds that API Gateway waits, so that it is our answer that the caller gets. */
export const API_FUNCTION_SECONDS = 28;
/** What the function that delivers to webhooks may take: two endpoints' time-outs, and some. */
export const WEBHOOKS_FUNCTION_SECONDS = 30;

/**
 * The bells: `requests` for sessions without an owner, the queue that each worker makes for itself, `webhooks` for what
 * there is to deliver, and `connections` for those whose token ends.
 */
export class Queues extends Construct {
  readonly requestsUrl: string;
  readonly workerPrefix: string;
  readonly requests: Queue;
  readonly webhooks: Queue;
  readonly connections: Queue;
  /** Where bells end that nobody could answer. */
  readonly deadLetters: { requests: Queue; webhooks: Queue; connections: Queue };
  readonly #workers;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    const house = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, removalPolicy: stage.removalPolicy };
    const kept = { ...house, retentionPeriod: Duration.days(14) };
    this.deadLetters = {
      requests: new Queue(this, 'RequestsDeadLetters', kept),
      webhooks: new Queue(this, 'WebhooksDeadLetters', kept),
      connections: new Queue(this, 'ConnectionsDeadLetters', kept),
    };
    this.requests = new Queue(this, 'Requests', {
      ...house,
      visibilityTimeout: Duration.seconds(30),
      receiveMessageWaitTime: Duration.seconds(20),
      // A bell is deleted on receipt. One that five workers took and could not even delete would go round for ever.
      deadLetterQueue: { queue: this.deadLetters.requests, maxReceiveCount: 5 },
    });
    // As AWS advises: six times as long as the function may take.
    const heardWithin = (seconds: number) => ({ visibilityTimeout: Duration.seconds(6 * seconds) });
    this.webhooks = new Queue(this, 'Webhooks', {
      ...house,
      ...heardWithin(WEBHOOKS_FUNCTION_SECONDS),
      deadLetterQueue: { queue: this.deadLetters.webhooks, maxReceiveCount: 5 },
    });
    this.connections = new Queue(this, 'Connections', {
      ...house,
      ...heardWithin(API_FUNCTION_SECONDS),
      deadLetterQueue: { queue: this.deadLetters.connections, maxReceiveCount: 5 },
    });
    this.requestsUrl = this.requests.queueUrl;
    this.workerPrefix = `keepline-${stage.name}-worker-`;
    const { region, account } = Stack.of(this);
    this.#workers = Queue.fromQueueArn(this, 'WorkerQueues', `arn:aws:sqs:${region}:${account}:${this.workerPrefix}*`);
    acceptWildcard(
      this,
      `arn:aws:sqs:${region}:<AWS::AccountId>:${this.workerPrefix}*`,
      'Each worker makes its own queue when it starts: only the prefix is known beforehand.',
    );
  }

  grantRing(grantee: IGrantable): void {
    for (const queue of [this.requests, this.#workers]) queue.grant(grantee, 'sqs:SendMessage');
  }

  grantRingWebhooks(grantee: IGrantable): void {
    this.webhooks.grant(grantee, 'sqs:SendMessage');
  }

  grantRingConnections(grantee: IGrantable): void {
    this.connections.grant(grantee, 'sqs:SendMessage');
  }

  /** Looks at the dead letters, and takes them out to ring them again. */
  grantRedrive(grantee: IGrantable): void {
    for (const queue of Object.values(this.deadLetters))
      queue.grant(grantee, 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage', 'sqs:DeleteMessage');
  }

  /** Finds the queues of workers that are no more, and takes them away. */
  grantSweep(grantee: IGrantable): void {
    this.#workers.grant(grantee, 'sqs:DeleteQueue');
    const list = new PolicyStatement({ actions: ['sqs:ListQueues'], resources: ['*'] });
    grantee.grantPrincipal.addToPrincipalPolicy(list);
    acceptWildcard(this, '*', 'ListQueues is for no queue in particular.');
  }

  /** Hears both kinds of requests, and makes and sweeps the workers' own. */
  grantAnswer(grantee: IGrantable): void {
    for (const queue of [this.requests, this.#workers]) queue.grant(grantee, 'sqs:ReceiveMessage', 'sqs:DeleteMessage');
    this.#workers.grant(grantee, 'sqs:CreateQueue', 'sqs:DeleteQueue');
  }
}
