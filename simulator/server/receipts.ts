import type { Account } from '../state/account.ts';
import { parseJid } from '../wire/jid.ts';
import type { Node } from '../wire/node.ts';
import { child, children, node } from '../wire/node.ts';
import type { Sender } from './messages.ts';
import type { LoggedIn, Server } from './server.ts';
import { now } from './server.ts';

const DELIVERY = new Set([undefined, 'inactive', 'sender', 'peer_msg']);
const READ = new Set(['read', 'played']);

/** Takes a device's receipt: confirms it, settles what it confirms, and tells those whom it concerns. */
export function routeReceipt(server: Server, { account, device, connection }: LoggedIn, stanza: Node): void {
  const { id, to, type } = stanza.attrs;
  connection.send(node('ack', { class: 'receipt', id, from: to, type }));
  const ids = [id, ...children(child(stanza, 'list'), 'item').map((item) => item.attrs.id)];
  const sender = server.world.accountOf(parseJid(to));
  for (const each of ids) {
    if (each === undefined) continue;
    if (DELIVERY.has(type)) device.outbox.settle('message', each, to);
    else if (type === 'retry') device.settleRetried(each, to);
    if (sender) tell(server, { account, deviceId: device.row.id }, sender, stanza, each);
  }
}

function tell(server: Server, from: Sender, sender: Account, stanza: Node, id: string): void {
  const { type } = stanza.attrs;
  if (type === 'retry') askAgain(server, from, sender, stanza);
  else if (type === undefined || type === 'inactive')
    server.phones.get(sender.number)?.receipt({ id, from, status: 'delivered' });
  else if (READ.has(type)) {
    server.phones.get(sender.number)?.receipt({ id, from, status: 'read' });
    forwardReceipt(server, from, sender, {
      id,
      type,
      mode: parseJid(stanza.attrs.to)?.server === 'lid' ? 'lid' : 'pn',
    });
  }
}

/** What a receipt says to the sender's linked devices. */
export type Notice = { id: string; type: string | undefined; mode: 'pn' | 'lid' };

/** Passes a receipt on to all linked devices of the person who wrote. */
export function forwardReceipt(server: Server, from: Sender, sender: Account, { id, type, mode }: Notice): void {
  const receipt = node('receipt', { from: server.world.jid(from.account, 0, mode), id, type, t: now() });
  for (const device of sender.devices.values()) device.deliver(receipt);
}

/** Passes a request for a message that could not be read to the one device that sent it. */
export function askAgain(server: Server, from: Sender, sender: Account, stanza: Node): void {
  const { world } = server;
  const { id, to, recipient } = stanza.attrs;
  const target = parseJid(to);
  if (!target || id === undefined) return;
  if (from.deviceId !== 0) world.counters.clientRetries += 1;
  const mode = target.server === 'lid' ? 'lid' : 'pn';
  const attrs = { from: world.jid(from.account, from.deviceId, mode), id, type: 'retry', t: now(), recipient };
  const request = node('receipt', attrs, children(stanza));
  if (target.device === 0) {
    server.phones.get(sender.number)?.retry(from, request);
    return;
  }
  const device = sender.devices.get(target.device);
  device?.ask(id);
  device?.deliver(request);
}
