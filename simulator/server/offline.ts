import { SERVER_JID } from '../wire/jid.ts';
import { node } from '../wire/node.ts';
import type { LoggedIn, Server } from './server.ts';

/** A device says it is ready: it hears how much is waiting, and asks for it. */
export function previewOffline({ connection, device }: LoggedIn): void {
  const count = device.outbox.size;
  const preview = node('offline_preview', { count, message: count, receipt: 0, notification: 0, appdata: 0 });
  connection.send(node('ib', { from: SERVER_JID }, [preview]));
}

/** Sends the backlog in order, says how much it was, and lets stanzas flow from then on. */
export function sendOffline(server: Server, { account, connection, device }: LoggedIn): void {
  if (device.live) return;
  const backlog = device.outbox.restart();
  for (const entry of backlog) {
    if (entry.tried) server.world.counters.redelivered += 1;
    entry.tried = true;
    entry.sent = true;
    connection.send({ ...entry.node, attrs: { ...entry.node.attrs, offline: '1' } });
  }
  device.live = true;
  if (server.rules.endOfBacklog) {
    connection.send(node('ib', { from: SERVER_JID }, [node('offline', { count: backlog.length })]));
  }
  // What a new device needs first must come after its backlog, or it would not start to synchronise.
  if (!device.row.welcomed) server.phones.get(account.number)?.welcome(device);
}
