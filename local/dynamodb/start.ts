import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import dynalite from 'dynalite';
import { describeListenError } from '../listen.ts';
import { LocalError } from '../localError.ts';
import { mendQueries } from './mendQueries.ts';
import { watchUnderway } from './underway.ts';

mendQueries();

/** DynamoDB, kept in `<state>/dynamodb`. It has no transactions, and nothing expires: readers filter by `ttl`. */
export async function startDynamoDb(stateDir: string, port: number) {
  const server = dynalite({ path: join(stateDir, 'dynamodb'), createTableMs: 0 });
  const answered = watchUnderway(server);
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch (error) {
    throw describeListenError(error, 'DynamoDB', port);
  }
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    server,
    async [Symbol.asyncDispose]() {
      await answered();
      server.closeAllConnections();
      await new Promise<void>((resolve, reject) => {
        server.close((error) =>
          error ? reject(new LocalError('The local DynamoDB did not close in time.', { cause: error })) : resolve(),
        );
      });
    },
  };
}
