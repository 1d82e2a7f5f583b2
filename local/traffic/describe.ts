import type { IncomingMessage } from 'node:http';
import { CREDENTIALS } from '../aws.ts';
import type { Call, Service, Target } from './traffic.ts';

/** Where the management API's paths have the connection's id. */
const CONNECTION = /\/@connections\/([^/?]+)/;
/** Whose access key signed: in a header, or in an address that somebody else may use. */
const SIGNER = /\bCredential=([^/&%]+)/;
const CONNECTION_ACTIONS: Record<string, string> = {
  POST: 'PostToConnection',
  GET: 'GetConnection',
  DELETE: 'DeleteConnection',
};

/** The management API has its address in common with the other APIs. */
export const belongsTo = (service: Service, { url = '' }: IncomingMessage): boolean =>
  service !== 'management' || CONNECTION.test(url);

/** @param body the request's, as JSON where it is JSON */
export function describe(
  service: Service,
  request: IncomingMessage,
  body: Record<string, unknown>,
): Omit<Call, 'startedAt'> {
  const { headers, method = '', url = '' } = request;
  const [, signer = ''] = SIGNER.exec(`${headers.authorization} ${url}`) ?? [];
  const caller = signer === CREDENTIALS.accessKeyId ? '' : signer;
  if (service === 'management') {
    const [, connectionId] = CONNECTION.exec(decodeURIComponent(url)) ?? [];
    return { service, action: CONNECTION_ACTIONS[method] ?? method, caller, target: { connectionId }, body };
  }
  if (service === 's3') return { service, action: method, caller, target: { file: url.slice(1) }, body };
  const action = String(headers['x-amz-target'] ?? method).replace(/^.*\./, '');
  return { service, action, caller, target: targetOf(body), body };
}

function targetOf(body: Record<string, unknown>): Target {
  const row = recordOf(body['Key'] ?? body['Item']);
  const queueUrl = textOf(body['QueueUrl']);
  return {
    table: textOf(body['TableName']),
    index: textOf(body['IndexName']),
    pk: textOf(recordOf(row['pk'])['S']),
    sk: textOf(recordOf(row['sk'])['S']),
    queue: queueUrl?.slice(queueUrl.lastIndexOf('/') + 1),
  };
}

/** A request's body; empty where it is not a JSON object (a frame for a connection). */
export function jsonOf(body: Buffer): Record<string, unknown> {
  try {
    return recordOf(JSON.parse(body.toString()));
  } catch {
    return {};
  }
}

export const recordOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
