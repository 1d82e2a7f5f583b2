import type { ServerResponse } from 'node:http';
import type { Account } from '../state/account.ts';

/** Streams a phone's events, as server-sent events, until the listener leaves. */
export function streamEvents(account: Account, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  response.write(': listening\n\n');
  const write = (event: string, data: object) => response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  account.events.on('event', write);
  response.on('close', () => account.events.off('event', write));
}
