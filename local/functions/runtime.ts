/** A function's process: loads the entry once and answers invocations, several at a time. Usage: runtime.ts ENTRY */
import { pathToFileURL } from 'node:url';
import type { Context } from 'aws-lambda';
import type { Invocation, Outcome } from './protocol.ts';

const [entry = ''] = process.argv.slice(2);
const send = (outcome: Outcome) => process.send?.(outcome);
const { handler } = (await import(pathToFileURL(entry).href)) as {
  handler: (event: unknown, context: Context) => Promise<unknown>;
};

process.on('message', (invocation: Invocation) => void answer(invocation));
// The leash has let go of it; a function that holds nothing open waits for its next event.
process.channel?.ref();
send({ type: 'loaded' });

async function answer({ id, event, deadline }: Invocation): Promise<void> {
  try {
    send({ type: 'result', id, result: await handler(event, contextOf(id, deadline)) });
  } catch (error) {
    console.error(error);
    send({ type: 'error', id, error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
  }
}

function contextOf(awsRequestId: string, deadline: number): Context {
  const name = process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? '';
  return {
    awsRequestId,
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:${process.env['AWS_REGION']}:000000000000:function:${name}`,
    memoryLimitInMB: process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'] ?? '',
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}
