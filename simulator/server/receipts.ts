import type { Account } from '../state/account.ts';
import type { Status } from '../state/message.ts';
import { parseJid } from '../wire/jid.ts';
import type { Node } from '../wire/node.ts';
import { child, children, node } from '../wire/node.ts';
import type { Sender } from './messages.ts';
import type { LoggedIn, Server } from './server.ts';

const DELIVERY = new Set([undefined, 'inactive', 'sender', 'peer_msg']);
const KNOWN = new Set([...DELIVERY, 'retry', 'read', 'played', 'read-self', 'played-self', 'hist_sync']);
const STATUS: Record<string, Status> = {
  delivered: 'delivered',
  inactive: 'delivered',
  read: 'read',
  played: 'played',
};

/** Takes a device's receipt: confirms it, settles what it confirms, and tells those whom it concerns. */
export function routeReceipt(server: Server, { account, device, connection }: LoggedIn, stanza: Node): void {
  const { id, to, participant, type } = stanza.attrs;
  connection.send(node('ack', { class: 'receipt', id, from: to, participant, type }));
  if (type === 'server-error') return server.phones.get(account.number)?.putFileAgain(device, stanza);
  if (!id || !to || !KNOWN.has(type)) server.world.malformed('receipt of an unknown kind');
  const ids = [id, ...children(child(stanza, 'list'), 'item').map((item) => item.attrs.id)];
  const sender = server.world.accountOf(parseJid(participant ?? to));
  for (const each of ids) {
    if (each === undefined) continue;
    if (DELIVERY.has(type)) device.outbox.settle('message', each, to);
    else if (type === 'retry') device.settleRetried(each, to);
    if (sender) tell(server, { account, deviceId: device.row.id }, sender, stanza, each);
  }
}

function tell(server: Server, from: Sender, sender: Account, stanza: Node, id: string): void {
  const { type, to } = stanza.attrs;
  const group = server.world.groupOf(to)?.jid;
  const status = STATUS[type ?? 'delivered'];
  if (type === 'retry') askAgain(server, from, sender, stanza);
  if (!status) return;
  server.phones.get(sender.number)?.receipt({ id, from, status, group });
  if (status === 'delivered') return;
  const mode = parseJid(to)?.server === 'lid' ? 'lid' : 'pn';
  forwardReceipt(server, from, sender, { id, type, mode, group });
  tellOwnDevices(server, from, sender, { id, type, mode, group });
}

/** What a receipt says to the sender's linked devices; `group` is set where it is about a group's message. */
export type Notice = { id: string; type: string | undefined; mode: 'pn' | 'lid'; group?: string | undefined };

/** Passes a receipt on to all linked devices of the person who wrote. */
export function forwardReceipt(server: Server, from: Sender, sender: Account, { id, type, mode, group }: Notice): void {
  const { world } = server;
  const reader = world.jid(from.account, 0, group ? 'lid' : mode);
  const attrs = { from: group ?? reader, participant: group && reader, id, type, t: world.now() };
  for (const device of sender.devices.values()) device.deliver(node('receipt', attrs));
}

/** Tells the other linked devices of a person what was read on one of them, or on the phone. */
export function tellOwnDevices(server: Server, { account, deviceId }: Sender, writer: Account, notice: Notice): void {
  const { world } = server;
  const { id, type, mode, group } = notice;
  const self = world.jid(account, 0, group ? 'lid' : mode);
  const whose = group ? { from: group, participant: self } : { from: self, recipient: world.jid(writer, 0, mode) };
  for (const device of account.devices.values())
    if (device.row.id !== deviceId) device.deliver(node('receipt', { ...whose, id, type, t: world.now() }));
}

/** Passes a request for a message that could not be read to the one device that sent it. */
export function askAgain(server: Server, from: Sender, sender: Account, stanza: Node): void {
  const { world } = server;
  const { id, to, participant, recipient } = stanza.attrs;
  const target = parseJid(participant ?? to);
  if (!target || id === undefined) return;
  if (from.deviceId !== 0) world.counters.clientRetries += 1;
  const requester = world.jid(from.account, from.deviceId, target.server === 'lid' ? 'lid' : 'pn');
  const whom = participant === undefined ? { from: requester } : { from: to, participant: requester };
  const request = node('receipt', { ...whom, id, type: 'retry', t: world.now(), recipient }, children(stanza));
  if (target.device === 0) {
    server.phones.get(sender.number)?.retry(from, request);
    return;
  }
  const device = sender.devices.get(target.device);
  device?.ask(id);
  device?.deliver(request);
}
