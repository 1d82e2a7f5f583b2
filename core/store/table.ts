import { DynamoDBClient, DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** The one table. */
export interface Table {
  db: DynamoDBDocumentClient;
  TableName: string;
}

/**
 * The SDK retries throttles and faults by itself. A call ends within `requestTimeout` a try: a worker that cannot reach
 * the table must notice before others may declare it dead.
 */
export function openTable(TableName: string, { maxAttempts = 5, timeoutMs = 2_000 } = {}): Table {
  const client = new DynamoDBClient({
    maxAttempts,
    requestHandler: endingWithin(timeoutMs),
  });
  return { db: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }), TableName };
}

/** A call that ends: without `throwOnRequestTimeout` the SDK only prints a warning, and waits on for ever. */
export const endingWithin = (requestTimeout: number) => ({
  connectionTimeout: 1_000,
  requestTimeout,
  throwOnRequestTimeout: true,
});

/** True when a conditional write found its condition false. */
export const isConditionFailure = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';

const NEVER = new Set(['ValidationException', 'ItemCollectionSizeLimitExceededException']);

/** True when the table will never take a write, however often it is tried. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof DynamoDBServiceException && NEVER.has(error.name);

const TROUBLE = new Set([
  'TimeoutError',
  'AbortError',
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
]);

/** True when AWS did not answer, or not now, although it was asked again and again: later the same may well be done. */
export function isTrouble(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { name, code, $metadata } = error as Error & { code?: unknown; $metadata?: { httpStatusCode?: number } };
  return Number($metadata?.httpStatusCode) >= 500 || TROUBLE.has(name) || TROUBLE.has(String(code));
}

/** Whether a conditional write was done: false when its condition was false. */
export async function succeeds(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}

/** DynamoDB's TTL attribute, in epoch seconds. */
export const ttlAfter = (seconds: number, now = Date.now()): number => Math.floor(now / 1000) + seconds;
