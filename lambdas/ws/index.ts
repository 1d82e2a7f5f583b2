/** Answers the WebSocket API. SQS calls it, too, with the bells of the queue `connections`. */
import type { Context as Call, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { readConfig } from '../config.ts';
import { openContext } from '../context.ts';
import type { WsEvent, WsResult } from './call.ts';
import { hear } from './hear.ts';
import { wsStack } from './stack.ts';

const context = openContext(readConfig(process.env), 'keepline-ws');
const answer = wsStack(context);

export const handler = (event: WsEvent | SQSEvent, call: Call): Promise<WsResult | SQSBatchResponse> =>
  'Records' in event ? hear(context, event) : answer(event, call);
