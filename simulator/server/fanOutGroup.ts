import type { Account } from '../state/account.ts';
import type { Group } from '../state/group.ts';
import type { Addressing } from '../state/world.ts';
import { parseJid } from '../wire/jid.ts';
import type { Node } from '../wire/node.ts';
import { child, children, node } from '../wire/node.ts';
import type { Sender } from './messages.ts';
import type { Server } from './server.ts';

/**
 * Hands a message to every device in a group: the one ciphertext for all, and with it what the sender has enclosed for
 * this device only. A message that answers a request goes to the device that asked.
 */
export function fanOutGroup(server: Server, sender: Sender, stanza: Node, group: Group, again: boolean): void {
  const common = child(stanza, 'enc');
  const enclosed = encloseByDevice(server, stanza, group);
  const single = stanza.attrs.participant;
  const targets = single === undefined ? everyDevice(server, sender, group) : oneDevice(server, single);
  for (const { account, deviceId } of targets) {
    const own = enclosed.get(`${account.number}:${deviceId}`);
    const sent = common && sender.deviceId === 0 && deviceId !== 0 && single === undefined;
    const last = sent ? server.faults.damage(account.number, common) : common;
    const parts = [own, last].filter((each) => each !== undefined);
    const identity = parts.some(({ attrs }) => attrs.type === 'pkmsg') && child(stanza, 'device-identity');
    const copy = envelope(server, sender, stanza, group, identity ? [...parts, identity] : parts);
    if (deviceId === 0) server.phones.get(account.number)?.receive(copy, again);
    else account.devices.get(deviceId)?.deliver(copy);
  }
}

function encloseByDevice({ world }: Server, stanza: Node, group: Group): Map<string, Node> {
  const enclosed = new Map<string, Node>();
  for (const target of children(child(stanza, 'participants'), 'to')) {
    const jid = parseJid(target.attrs.jid);
    const account = world.accountOf(jid);
    const enc = child(target, 'enc');
    if (jid && enc && account && group.row.members.has(account.number))
      enclosed.set(`${account.number}:${jid.device}`, enc);
    else world.malformed('copy for somebody who is not in the group');
  }
  return enclosed;
}

/** All devices in the group but the one that sends, those of the sender first. */
function everyDevice({ world }: Server, sender: Sender, { row }: Group): Sender[] {
  const accounts = [...row.members.keys()].map((number) => world.accounts.get(number)).filter((each) => !!each);
  const ordered = [sender.account, ...accounts.filter((each) => each !== sender.account)];
  return ordered
    .flatMap((account) => [0, ...account.devices.keys()].map((deviceId) => ({ account, deviceId })))
    .filter(({ account, deviceId }) => account !== sender.account || deviceId !== sender.deviceId);
}

function oneDevice({ world }: Server, participant: string): Sender[] {
  const jid = parseJid(participant);
  const account: Account | undefined = world.accountOf(jid);
  return account && jid ? [{ account, deviceId: jid.device }] : [];
}

function envelope({ world }: Server, { account, deviceId }: Sender, stanza: Node, group: Group, parts: Node[]): Node {
  const { id, type, addressing_mode, edit } = stanza.attrs;
  const mode: Addressing = addressing_mode === 'pn' ? 'pn' : 'lid';
  const attrs = {
    from: group.jid,
    participant: world.jid(account, deviceId, mode),
    participant_pn: mode === 'lid' ? world.jid(account, 0, 'pn') : undefined,
    participant_lid: mode === 'pn' ? world.jid(account, 0, 'lid') : undefined,
    id,
    type: type ?? 'text',
    t: world.now(),
    notify: account.row.name,
    addressing_mode: mode,
    edit,
  };
  return node('message', attrs, parts);
}
