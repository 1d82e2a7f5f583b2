import type { Account } from '../state/account.ts';
import type { Addressing } from '../state/world.ts';
import { parseJid } from '../wire/jid.ts';
import type { Node } from '../wire/node.ts';
import { child, children, node } from '../wire/node.ts';
import { fanOutGroup } from './fanOutGroup.ts';
import { refuseMessage } from './refuseMessage.ts';
import type { LoggedIn, Server } from './server.ts';

/** Who sends: a device of a person, the phone being device 0. */
export type Sender = { account: Account; deviceId: number };

/** Takes a device's message, confirms it, and hands every addressed device its own copy. */
export function relayMessage(server: Server, { account, device, connection }: LoggedIn, stanza: Node): void {
  const { id, to } = stanza.attrs;
  const error = refuseMessage(server, { account, device, connection }, stanza);
  connection.send(node('ack', { class: 'message', id, from: to, t: server.world.now(), error }));
  if (error !== undefined || id === undefined) return;
  const again = device.wasAsked(id);
  fanOut(server, { account, deviceId: device.row.id }, stanza, again);
}

/** Hands every addressed device its own copy. `again` says that somebody had asked for this message anew. */
export function fanOut(server: Server, sender: Sender, stanza: Node, again: boolean): void {
  const group = server.world.groupOf(stanza.attrs.to);
  if (group) {
    fanOutGroup(server, sender, stanza, group, again);
    return;
  }
  const targets = children(child(stanza, 'participants'), 'to');
  if (targets.length === 0) {
    deliverCopy(server, sender, stanza, { jid: stanza.attrs.to, enc: child(stanza, 'enc') }, again);
    return;
  }
  // One's own phone hears of a message before anybody can confirm it.
  const own = (target: Node) => server.world.accountOf(parseJid(target.attrs.jid)) === sender.account;
  const reached = new Set<string | undefined>();
  for (const target of [...targets.filter(own), ...targets.filter((each) => !own(each))]) {
    const { jid } = target.attrs;
    // A client that writes to itself addresses its own phone twice in one stanza, which is no repeat.
    deliverCopy(server, sender, stanza, { jid, enc: child(target, 'enc') }, again || reached.has(jid));
    reached.add(jid);
  }
}

type Copy = { jid: string | undefined; enc: Node | undefined };

function deliverCopy(server: Server, sender: Sender, stanza: Node, { jid, enc }: Copy, again: boolean): void {
  const { world } = server;
  const target = parseJid(jid);
  const receiver = world.accountOf(target);
  const chat = world.accountOf(parseJid(stanza.attrs.to));
  if (!target || !receiver || !chat || !enc || (receiver !== sender.account && receiver !== chat)) {
    world.malformed('copy for somebody who is not in the chat');
    return;
  }
  // Whoever is blocked does not notice.
  if (receiver.blocks(sender.account.number)) return;
  const first = sender.deviceId === 0 && target.device !== 0 && enc.attrs.count === undefined;
  const sent = first ? server.faults.damage(receiver.number, enc) : enc;
  const copy = envelope(server, sender, stanza, receiver, sent);
  remember(sender.account, receiver);
  if (target.device === 0) server.phones.get(receiver.number)?.receive(copy, again);
  else receiver.devices.get(target.device)?.deliver(copy);
}

function envelope(server: Server, { account, deviceId }: Sender, stanza: Node, receiver: Account, enc: Node): Node {
  const { world } = server;
  const { id, to, type, category, recipient, edit } = stanza.attrs;
  const mode: Addressing = parseJid(to)?.server === 'lid' ? 'lid' : 'pn';
  const peer = category === 'peer';
  const own = receiver === account && !peer;
  const attrs = {
    from: world.jid(account, deviceId, mode),
    id,
    type: type ?? 'text',
    t: world.now(),
    notify: account.row.name,
    category,
    recipient: own ? (recipient ?? to) : undefined,
    addressing_mode: mode,
    edit,
    sender_lid: mode === 'pn' ? world.jid(account, 0, 'lid') : undefined,
    sender_pn: mode === 'lid' && !account.row.hidesNumber ? world.jid(account, 0, 'pn') : undefined,
  };
  const identity = child(stanza, 'device-identity');
  return node('message', attrs, identity && enc.attrs.type === 'pkmsg' ? [enc, identity] : [enc]);
}

function remember(sender: Account, receiver: Account): void {
  if (sender === receiver) return;
  sender.addContact(receiver.number);
  receiver.addContact(sender.number);
}
