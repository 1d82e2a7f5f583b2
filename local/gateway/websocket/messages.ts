import { FunctionError } from '../../functions/start.ts';
import type { ApiSpec } from '../../template/blueprint.ts';
import type { Invoke } from '../invoke.ts';
import { type Limits, MESSAGE_LIMIT } from '../limits.ts';
import type { Connection } from './connections.ts';
import { messageEvent } from './event.ts';

/** Leads a client's message to `$default`; where the route answers, what the function returns as `body` goes back. */
export function serveMessages(api: ApiSpec, invoke: Invoke, limits: Limits) {
  const route = api.routes.find(({ routeKey }) => routeKey === '$default');

  return async (connection: Connection, data: Buffer, binary: boolean): Promise<void> => {
    connection.touch();
    const event = messageEvent(api, connection.facts, data, binary);
    const own = (message: string) => {
      const { connectionId, requestId } = event.requestContext;
      return JSON.stringify({ message, connectionId, requestId });
    };
    const answer = await ask(event).catch((error: unknown) =>
      own(error instanceof FunctionError && error.timedOut ? 'Endpoint request timed out' : 'Internal server error'),
    );
    if (answer === undefined) return;
    const fits = Buffer.byteLength(answer) <= MESSAGE_LIMIT;
    // The client may have gone while the function worked.
    await connection.send(fits ? answer : own('Internal server error')).catch(() => undefined);
  };

  async function ask(event: unknown): Promise<string | undefined> {
    if (!route) return undefined;
    const result = (await invoke(route.functionName, event, limits.webSocketIntegrationMs)) as
      { body?: unknown } | undefined;
    return route.answers && typeof result?.body === 'string' && result.body ? result.body : undefined;
  }
}
