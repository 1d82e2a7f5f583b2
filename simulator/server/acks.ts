import type { Node } from '../wire/node.ts';
import type { LoggedIn, Server } from './server.ts';

/**
 * A device has dealt with a stanza: it is owed no more. With an error it has seen but could not use it; a message that is
 * refused so, without a request for a retry, is lost unless the device had it already.
 */
export function settleAck({ world }: Server, { device }: LoggedIn, stanza: Node): void {
  const { id, to, error, class: tag = 'message' } = stanza.attrs;
  if (error !== undefined) world.counters.clientNacks += 1;
  if (error !== undefined && device.takeRetried(id)) return;
  const settled = device.outbox.settle(tag, id, to);
  if (!settled) world.counters.unexpectedAcks += 1;
  if (settled && error !== undefined && tag === 'message') world.counters.refusedByClients += 1;
}
