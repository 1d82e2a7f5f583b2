import type { IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { listen } from '../listen.ts';
import { type Keyring, openKeyring } from './keyring.ts';
import { KmsError } from './kmsError.ts';
import { OPERATIONS } from './operations.ts';

/** KMS, as far as envelope encryption needs it: symmetric keys, the encryption context as additional data. */
export async function startKms(stateDir: string, port: number) {
  const keyring = await openKeyring(stateDir);
  const listener = await listen('KMS', port);
  listener.serve((request, response) => {
    void answer(keyring, request).then(({ status, body }) =>
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body)),
    );
  });
  return {
    url: listener.url,
    server: listener.server,
    keyFor: (logicalId: string) => keyring.keyFor(logicalId),
    [Symbol.asyncDispose]: () => listener[Symbol.asyncDispose](),
  };
}

async function answer(keyring: Keyring, request: IncomingMessage): Promise<{ status: number; body: object }> {
  const name = String(request.headers['x-amz-target']).replace('TrentService.', '');
  try {
    const operation = OPERATIONS[name];
    if (!operation) throw new KmsError('UnknownOperationException', `The local KMS does not know ${name}.`);
    return { status: 200, body: await operation(keyring, await json(request)) };
  } catch (error) {
    const code = error instanceof KmsError ? error.code : 'ValidationException';
    return { status: 400, body: { __type: code, message: error instanceof Error ? error.message : String(error) } };
  }
}
