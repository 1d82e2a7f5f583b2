import type { Connection } from './connection.ts';
import { endLink } from './registration.ts';
import type { Server } from './server.ts';

/** A connection is gone: its device is offline, unless another connection has taken over. */
export function endSession(server: Server, connection: Connection): void {
  server.connections.delete(connection);
  endLink(server, connection);
  const session = server.sessions.get(connection);
  if (!session) return;
  server.sessions.delete(connection);
  const { account, device } = session;
  if (device.line !== connection) return;
  device.line = undefined;
  device.live = false;
  account.announce('disconnected', { deviceId: device.row.id });
}
