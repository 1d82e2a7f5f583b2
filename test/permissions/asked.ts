/** One call of a function or worker, as IAM judges it. */
import { ACCOUNT, REGION } from '../../local/aws.ts';
import type { Call, Target } from '../../local/traffic/traffic.ts';

export interface Asked {
  caller: string;
  action: string;
  resource: string;
}

/** Actions that IAM knows by another name. */
const KNOWN_AS: Record<string, string> = {
  SendMessageBatch: 'SendMessage',
  DeleteMessageBatch: 'DeleteMessage',
  ChangeMessageVisibilityBatch: 'ChangeMessageVisibility',
};

const arn = (service: string, rest: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;

/** What a call cannot tell by itself. */
export interface Place {
  /** The key that wraps data keys. */
  keyId: string;
  /** Id and stage. */
  webSocketApi: string;
}

const METHODS: Record<string, string> = { PostToConnection: 'POST', GetConnection: 'GET', DeleteConnection: 'DELETE' };

/** Nothing for what is nobody's of ours. One of many of its kind (a file, a connection) stands for all of them. */
export function askedBy({ service, action, caller, target, body }: Call, { keyId, webSocketApi }: Place): Asked[] {
  if (caller === '') return [];
  const by = (name: string, ...resources: string[]) =>
    resources.map((resource) => ({ caller: caller.replace(/^worker-\d+$/, 'worker'), action: name, resource }));
  switch (service) {
    case 'dynamodb': {
      const tables = target.table ? [target.table] : Object.keys(Object(body['RequestItems']));
      const index = target.index ? `/index/${target.index}` : '';
      return by(`dynamodb:${action}`, ...tables.map((table) => arn('dynamodb', `table/${table}${index}`)));
    }
    case 'sqs': {
      if (action === 'ListQueues') return by('sqs:ListQueues', '*');
      const queue = target.queue ?? String(body['QueueName']);
      const one = queue.replace(/^(.*-worker-).*$/, '$1x');
      return by(`sqs:${KNOWN_AS[action] ?? action}`, arn('sqs', one));
    }
    case 'kms':
      return by(`kms:${action}`, arn('kms', `key/${keyId}`));
    case 'cloudwatch':
      return by(`cloudwatch:${action}`, '*');
    case 's3':
      // A browser's question whether it may ask.
      return action === 'OPTIONS' ? [] : by(...fileAction(action, target));
    case 'management': {
      const connection = `${webSocketApi}/${METHODS[action]}/@connections/x`;
      return by('execute-api:ManageConnections', arn('execute-api', connection));
    }
  }
}

const FILE_ACTIONS: Record<string, string> = {
  GET: 'GetObject',
  HEAD: 'GetObject',
  PUT: 'PutObject',
  POST: 'PutObject',
};

function fileAction(method: string, { file = '' }: Target): [string, string] {
  const { pathname, searchParams } = new URL(file, 'http://s3/');
  const [bucket = '', ...path] = pathname.slice(1).split('/');
  if (path.join('') === '') {
    const name = searchParams.has('delete') ? 's3:DeleteObject' : 's3:ListBucket';
    return [name, `arn:aws:s3:::${bucket}${searchParams.has('delete') ? '/media/x' : ''}`];
  }
  const name = method === 'DELETE' && searchParams.has('uploadId') ? 'AbortMultipartUpload' : undefined;
  return [`s3:${name ?? FILE_ACTIONS[method] ?? 'DeleteObject'}`, `arn:aws:s3:::${bucket}/${path[0]}/x`];
}
