/** A function that does nothing, with the SDK's clients that ours have. */
import { ApiGatewayManagementApiClient, PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DecryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  BatchGetCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';

const clients = [
  DynamoDBDocumentClient.from(new DynamoDBClient()),
  new SQSClient(),
  new KMSClient(),
  new ApiGatewayManagementApiClient({ endpoint: 'https://example.com' }),
];
const table = [GetCommand, QueryCommand, BatchGetCommand, PutCommand, UpdateCommand, DeleteCommand];
const commands = [...table, SendMessageCommand, DecryptCommand, PostToConnectionCommand];

export const handler = async () => ({
  statusCode: 200,
  body: `${clients.length} clients, ${commands.length} commands`,
});
