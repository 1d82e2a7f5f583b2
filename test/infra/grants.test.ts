import { expect, test } from 'vitest';
import { synthesise } from '../../local/template/synth.ts';
import { grantsOf } from './grants.ts';

/**
 * Journeys see that each of our own can do what it does, and that nobody may do what nobody does. This also holds what no
 * journey can see: which service acts as whom, who is kept out of what, what AWS's own services do for us, and rights that are needed after days. A change here is a change of
 * the deployment's rights.
 */
const GRANTS = `
FunctionsHttp: cloudwatch:GetMetricData on *
FunctionsHttp: dynamodb:BatchGetItem dynamodb:DeleteItem dynamodb:GetItem dynamodb:PutItem dynamodb:Query dynamodb:UpdateItem on Table
FunctionsHttp: dynamodb:BatchGetItem dynamodb:DeleteItem dynamodb:GetItem dynamodb:PutItem dynamodb:Query dynamodb:UpdateItem on Table/index/*
FunctionsHttp: execute-api:ManageConnections on WebSocketApi/ws/*/@connections/*
FunctionsHttp: kms:Decrypt kms:Encrypt on CredentialsKey
FunctionsHttp: logs:CreateLogStream logs:PutLogEvents on FunctionsHttpLogs
FunctionsHttp: s3:GetObject s3:PutObject on MediaBucket/media/*
FunctionsHttp: s3:ListBucket on MediaBucket
FunctionsHttp: sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage on QueuesConnectionsDeadLetters
FunctionsHttp: sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage on QueuesRequestsDeadLetters
FunctionsHttp: sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage on QueuesWebhooksDeadLetters
FunctionsHttp: sqs:SendMessage on QueuesConnections
FunctionsHttp: sqs:SendMessage on QueuesRequests
FunctionsHttp: sqs:SendMessage on QueuesWebhooks
FunctionsHttp: sqs:SendMessage on keepline-dev-worker-*
FunctionsWebSocket: dynamodb:BatchGetItem dynamodb:DeleteItem dynamodb:GetItem dynamodb:PutItem dynamodb:Query dynamodb:UpdateItem on Table
FunctionsWebSocket: dynamodb:BatchGetItem dynamodb:DeleteItem dynamodb:GetItem dynamodb:PutItem dynamodb:Query dynamodb:UpdateItem on Table/index/*
FunctionsWebSocket: execute-api:ManageConnections on WebSocketApi/ws/*/@connections/*
FunctionsWebSocket: kms:Decrypt kms:Encrypt on CredentialsKey
FunctionsWebSocket: logs:CreateLogStream logs:PutLogEvents on FunctionsWebSocketLogs
FunctionsWebSocket: s3:GetObject s3:PutObject on MediaBucket/media/*
FunctionsWebSocket: s3:ListBucket on MediaBucket
FunctionsWebSocket: sqs:ChangeMessageVisibility sqs:DeleteMessage sqs:GetQueueAttributes sqs:GetQueueUrl sqs:ReceiveMessage on QueuesConnections
FunctionsWebSocket: sqs:SendMessage on QueuesConnections
FunctionsWebSocket: sqs:SendMessage on QueuesRequests
FunctionsWebSocket: sqs:SendMessage on QueuesWebhooks
FunctionsWebSocket: sqs:SendMessage on keepline-dev-worker-*
GatewayLoggingRole: all of AmazonAPIGatewayPushToCloudWatchLogs
MaintenanceCaretaker: dynamodb:BatchGetItem dynamodb:BatchWriteItem dynamodb:DeleteItem dynamodb:GetItem dynamodb:PutItem dynamodb:Query dynamodb:UpdateItem on Table
MaintenanceCaretaker: dynamodb:BatchGetItem dynamodb:BatchWriteItem dynamodb:DeleteItem dynamodb:GetItem dynamodb:PutItem dynamodb:Query dynamodb:UpdateItem on Table/index/*
MaintenanceCaretaker: logs:CreateLogStream logs:PutLogEvents on MaintenanceCaretakerLogs
MaintenanceCaretaker: s3:DeleteObject on MediaBucket/media/*
MaintenanceCaretaker: s3:ListBucket on MediaBucket
MaintenanceCaretaker: sqs:DeleteQueue on keepline-dev-worker-*
MaintenanceCaretaker: sqs:ListQueues on *
MaintenanceCaretaker: sqs:SendMessage on QueuesRequests
MaintenanceCaretaker: sqs:SendMessage on keepline-dev-worker-*
WebhooksDeliverer: dynamodb:BatchWriteItem dynamodb:DeleteItem dynamodb:GetItem dynamodb:Query dynamodb:UpdateItem on Table
WebhooksDeliverer: dynamodb:BatchWriteItem dynamodb:DeleteItem dynamodb:GetItem dynamodb:Query dynamodb:UpdateItem on Table/index/*
WebhooksDeliverer: execute-api:ManageConnections on WebSocketApi/ws/*/@connections/*
WebhooksDeliverer: kms:Decrypt on CredentialsKey
WebhooksDeliverer: logs:CreateLogStream logs:PutLogEvents on WebhooksDelivererLogs
WebhooksDeliverer: sqs:ChangeMessageVisibility sqs:DeleteMessage sqs:GetQueueAttributes sqs:GetQueueUrl sqs:ReceiveMessage sqs:SendMessage on QueuesWebhooks
WorkerNetworkFlowLogIAM: logs:CreateLogStream logs:DescribeLogStreams logs:PutLogEvents on WorkerNetworkFlowLogs
WorkerTask: dynamodb:BatchGetItem dynamodb:BatchWriteItem dynamodb:DeleteItem dynamodb:GetItem dynamodb:PutItem dynamodb:Query dynamodb:UpdateItem on Table
WorkerTask: dynamodb:BatchGetItem dynamodb:BatchWriteItem dynamodb:DeleteItem dynamodb:GetItem dynamodb:PutItem dynamodb:Query dynamodb:UpdateItem on Table/index/*
WorkerTask: execute-api:ManageConnections on WebSocketApi/ws/*/@connections/*
WorkerTask: kms:Decrypt kms:GenerateDataKey on CredentialsKey
WorkerTask: s3:DeleteObject s3:GetObject s3:PutObject on MediaBucket/media/*
WorkerTask: s3:ListBucket on MediaBucket
WorkerTask: sqs:CreateQueue sqs:DeleteQueue on keepline-dev-worker-*
WorkerTask: sqs:DeleteMessage sqs:ReceiveMessage on QueuesRequests
WorkerTask: sqs:DeleteMessage sqs:ReceiveMessage on keepline-dev-worker-*
WorkerTask: sqs:SendMessage on QueuesRequests
WorkerTask: sqs:SendMessage on QueuesWebhooks
WorkerTask: sqs:SendMessage on keepline-dev-worker-*
WorkerTaskExecution: ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:GetDownloadUrlForLayer on repository/cdk-hnb659fds-container-assets-<account>-eu-central-1
WorkerTaskExecution: ecr:GetAuthorizationToken on *
WorkerTaskExecution: logs:CreateLogStream logs:PutLogEvents on WorkerLogs
apigateway.amazonaws.com for HttpApi/*/*/*: lambda:InvokeFunction on FunctionsHttp
apigateway.amazonaws.com for WebSocketApi/*$connect: lambda:InvokeFunction on FunctionsWebSocket
apigateway.amazonaws.com for WebSocketApi/*$default: lambda:InvokeFunction on FunctionsWebSocket
apigateway.amazonaws.com for WebSocketApi/*$disconnect: lambda:InvokeFunction on FunctionsWebSocket
apigateway.amazonaws.com: acts as GatewayLoggingRole
cloudfront.amazonaws.com: s3:GetObject on SiteBucket/*
cloudwatch.amazonaws.com: sns:Publish on AlarmsTopic
ecs-tasks.amazonaws.com: acts as WorkerTaskExecutionRole
ecs-tasks.amazonaws.com: acts as WorkerTaskTaskRole
events.amazonaws.com for MaintenanceEveryFiveMinutes: lambda:InvokeFunction on MaintenanceCaretaker
events.amazonaws.com for MaintenanceEverySixHours: lambda:InvokeFunction on MaintenanceCaretaker
events.amazonaws.com: sqs:GetQueueAttributes sqs:GetQueueUrl sqs:SendMessage on QueuesWebhooks
lambda.amazonaws.com: acts as FunctionsHttpRole
lambda.amazonaws.com: acts as FunctionsWebSocketRole
lambda.amazonaws.com: acts as MaintenanceCaretakerRole
lambda.amazonaws.com: acts as WebhooksDelivererRole
logging.s3.amazonaws.com: s3:PutObject on AccessLogs/media/*
logging.s3.amazonaws.com: s3:PutObject on AccessLogs/s3/*
nobody where {"Bool":{"aws:SecureTransport":"false"}}: s3:* on AccessLogs
nobody where {"Bool":{"aws:SecureTransport":"false"}}: s3:* on AccessLogs/*
nobody where {"Bool":{"aws:SecureTransport":"false"}}: s3:* on MediaBucket
nobody where {"Bool":{"aws:SecureTransport":"false"}}: s3:* on MediaBucket/*
nobody where {"Bool":{"aws:SecureTransport":"false"}}: s3:* on SiteBucket
nobody where {"Bool":{"aws:SecureTransport":"false"}}: s3:* on SiteBucket/*
nobody where {"Bool":{"aws:SecureTransport":"false"}}: sns:Publish on AlarmsTopic
nobody where {"Bool":{"aws:SecureTransport":"false"}}: sqs:* on QueuesConnections
nobody where {"Bool":{"aws:SecureTransport":"false"}}: sqs:* on QueuesConnectionsDeadLetters
nobody where {"Bool":{"aws:SecureTransport":"false"}}: sqs:* on QueuesRequests
nobody where {"Bool":{"aws:SecureTransport":"false"}}: sqs:* on QueuesRequestsDeadLetters
nobody where {"Bool":{"aws:SecureTransport":"false"}}: sqs:* on QueuesWebhooks
nobody where {"Bool":{"aws:SecureTransport":"false"}}: sqs:* on QueuesWebhooksDeadLetters
nobody where {"NumericLessThan":{"s3:TlsVersion":1.2}}: s3:* on MediaBucket
nobody where {"NumericLessThan":{"s3:TlsVersion":1.2}}: s3:* on MediaBucket/*
root: kms:* on CredentialsKey
vpc-flow-logs.amazonaws.com: acts as WorkerNetworkFlowLogIAMRole
`;

test('everybody may do just this', async () => {
  // The function that copies the page into its bucket comes with the CDK, and its rights do, too.
  const grants = grantsOf(await synthesise()).filter((line) => !line.includes('CustomCDKBucketDeployment'));
  expect(grants).toEqual(GRANTS.trim().split('\n'));
});
