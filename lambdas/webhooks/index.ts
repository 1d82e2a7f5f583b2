/** Delivers to the tenants' webhooks. SQS calls it with the bells of the queue `webhooks`. */
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { readConfig } from './config.ts';
import { openContext } from './context.ts';
import { hear } from './hear.ts';

const context = openContext(readConfig(process.env));

export const handler = async ({ Records }: SQSEvent, call: Context): Promise<SQSBatchResponse> =>
  hear(context, Records, Date.now() + call.getRemainingTimeInMillis());
