import { Duration, Stack } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acceptWildcard } from '../acceptWildcard.ts';
import type { Stage } from '../stages.ts';

/** The bells: `requests` for sessions without an owner, and the queue that each worker makes for itself. */
export class Queues extends Construct {
  readonly requestsUrl: string;
  readonly workerPrefix: string;
  readonly #requests: Queue;
  readonly #workers;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    const house = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, removalPolicy: stage.removalPolicy };
    const deadLetters = new Queue(this, 'RequestsDeadLetters', { ...house, retentionPeriod: Duration.days(14) });
    this.#requests = new Queue(this, 'Requests', {
      ...house,
      visibilityTimeout: Duration.seconds(30),
      receiveMessageWaitTime: Duration.seconds(20),
      // A bell is deleted on receipt. One that five workers took and could not even delete would go round for ever.
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 5 },
    });
    this.requestsUrl = this.#requests.queueUrl;
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
    this.#requests.grantSendMessages(grantee);
    this.#workers.grantSendMessages(grantee);
  }

  /** Hears both kinds, and makes and sweeps the workers' own. */
  grantAnswer(grantee: IGrantable): void {
    this.#requests.grantConsumeMessages(grantee);
    this.#workers.grantConsumeMessages(grantee);
    this.#workers.grant(grantee, 'sqs:CreateQueue', 'sqs:DeleteQueue');
  }
}
