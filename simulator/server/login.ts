import { formatJid, SERVER_JID } from '../wire/jid.ts';
import { node } from '../wire/node.ts';
import type { Connection, Hello } from './connection.ts';
import type { Server } from './server.ts';
import { failure } from './streamErrors.ts';

/**
 * Logs a linked device in, if the key that it proved in the handshake is the one it was linked with. A device has one
 * socket: an earlier one is told so and not listened to any more.
 */
export function login(server: Server, connection: Connection, { clientStatic, payload }: Hello): void {
  const { world } = server;
  const number = String(payload.username);
  connection.number = number;
  if (!server.faults.admit(number, connection)) return;
  const account = world.accounts.get(number);
  const device = account?.devices.get(payload.device ?? 0);
  if (!account || !device?.row.noiseKey.equals(clientStatic)) {
    connection.finish(failure(401));
    return;
  }
  if (device.line) {
    world.counters.supersessions += 1;
    device.line.supersede();
  }
  world.counters.logins += 1;
  server.sessions.set(connection, { account, device, connection });
  device.connect(connection);
  connection.send(
    node('success', { t: world.now(), lid: formatJid(account.row.lid, device.row.id, 'lid'), creation: world.now() }),
  );
  const routing = node('edge_routing', {}, [node('routing_info', {}, Buffer.from([8, 8, 8, 5]))]);
  connection.send(node('ib', { from: SERVER_JID }, [routing]));
  account.announce('connected', { deviceId: device.row.id });
}
