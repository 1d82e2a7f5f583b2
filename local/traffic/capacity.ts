/** DynamoDB's units, as the local DynamoDB counts them: by the size of the items, for the table and not for its indexes. */
import type { ServerResponse } from 'node:http';
import { jsonOf, recordOf } from './describe.ts';

const COUNTED = new Set([
  'GetItem',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'Query',
  'Scan',
  'BatchGetItem',
  'BatchWriteItem',
]);

/** The same request, which asks for its units besides. */
export function askForUnits(action: string, body: Buffer): Buffer {
  if (!COUNTED.has(action)) return body;
  return Buffer.from(JSON.stringify({ ReturnConsumedCapacity: 'TOTAL', ...jsonOf(body) }));
}

/** Reads along. @returns the units, once the answer is written; a refused condition costs one */
export function readUnits(response: ServerResponse): () => number | undefined {
  let answer: Record<string, unknown> = {};
  const end = response.end.bind(response);
  Object.assign(response, {
    end: (body?: string) => {
      answer = jsonOf(Buffer.from(body ?? ''));
      return end(body);
    },
  });
  return () => {
    if (String(answer['__type']).endsWith('#ConditionalCheckFailedException')) return 1;
    const consumed = [answer['ConsumedCapacity'] ?? []].flat();
    if (consumed.length === 0) return undefined;
    return consumed.reduce<number>((sum, one) => sum + Number(recordOf(one)['CapacityUnits'] ?? 0), 0);
  };
}
