import { CreateQueueCommand, SetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { QueueSpec } from '../template/blueprint.ts';

/** Makes the queue of the template; one that was left gets the template's attributes. */
export async function createQueue(client: SQSClient, spec: QueueSpec, queueUrl: string): Promise<void> {
  try {
    await client.send(new CreateQueueCommand({ QueueName: spec.name, Attributes: spec.attributes }));
  } catch (error) {
    // fauxqs names it as the older protocol did, so that the SDK's class for it does not match.
    if (!(error instanceof Error && error.name.endsWith('QueueNameExists'))) throw error;
    await client.send(new SetQueueAttributesCommand({ QueueUrl: queueUrl, Attributes: spec.attributes }));
  }
}
