/** SQS's client, loaded with the first call that it is needed for: whoever only reads does without. */
import {
  CreateQueueCommand,
  type CreateQueueCommandInput,
  DeleteMessageBatchCommand,
  type DeleteMessageBatchCommandInput,
  DeleteMessageCommand,
  type DeleteMessageCommandInput,
  DeleteQueueCommand,
  type DeleteQueueCommandInput,
  GetQueueAttributesCommand,
  type GetQueueAttributesCommandInput,
  ListQueuesCommand,
  type ListQueuesCommandInput,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  type SendMessageBatchCommandInput,
  SendMessageCommand,
  type SendMessageCommandInput,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { endingWithin } from '../store/table.ts';

export function openSqs() {
  const client = new SQSClient({ maxAttempts: 5, requestHandler: endingWithin(5_000) });
  return {
    client,
    createQueue: (input: CreateQueueCommandInput) => client.send(new CreateQueueCommand(input)),
    deleteQueue: (input: DeleteQueueCommandInput) => client.send(new DeleteQueueCommand(input)),
    listQueues: (input: ListQueuesCommandInput) => client.send(new ListQueuesCommand(input)),
    attributesOf: (input: GetQueueAttributesCommandInput) => client.send(new GetQueueAttributesCommand(input)),
    send: (input: SendMessageCommandInput, options: { abortSignal?: AbortSignal } = {}) =>
      client.send(new SendMessageCommand(input), options),
    sendBatch: (input: SendMessageBatchCommandInput) => client.send(new SendMessageBatchCommand(input)),
    receive: (
      input: ReceiveMessageCommandInput,
      options: { abortSignal?: AbortSignal; requestTimeout?: number } = {},
    ) => client.send(new ReceiveMessageCommand(input), options),
    delete: (input: DeleteMessageCommandInput) => client.send(new DeleteMessageCommand(input)),
    deleteBatch: (input: DeleteMessageBatchCommandInput) => client.send(new DeleteMessageBatchCommand(input)),
  };
}
export type Sqs = ReturnType<typeof openSqs>;
