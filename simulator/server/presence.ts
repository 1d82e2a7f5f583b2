import type { Account } from '../state/account.ts';
import { isGroupJid } from '../state/group.ts';
import type { Addressing } from '../state/world.ts';
import { parseJid } from '../wire/jid.ts';
import type { Node } from '../wire/node.ts';
import { child, node } from '../wire/node.ts';
import type { LoggedIn, Server } from './server.ts';

/** What somebody is doing: being there or not, or writing or recording in a chat. */
export type Presence = 'available' | 'unavailable' | 'composing' | 'recording' | 'paused';

/** Takes what a device says of itself, or whom it wants to watch. */
export function takePresence(server: Server, { account, device }: LoggedIn, { attrs }: Node): void {
  const { type = 'available', to } = attrs;
  const watched = server.world.accountOf(parseJid(to));
  if (type === 'subscribe' && watched) {
    device.watches.set(watched.number, parseJid(to)?.server === 'lid' ? 'lid' : 'pn');
    device.sendNow(online(server, watched, device.watches.get(watched.number)));
  } else if (type === 'available' || type === 'unavailable') tellPresence(server, account, type);
}

/** Takes what a device says of its writing in a chat. */
export function takeChatState(server: Server, { account }: LoggedIn, stanza: Node): void {
  const state = child(stanza);
  const typing = state?.tag === 'composing' && state.attrs.media === 'audio' ? 'recording' : state?.tag;
  if (typing === 'composing' || typing === 'recording' || typing === 'paused')
    tellTyping(server, account, stanza.attrs.to, typing);
  else server.world.malformed('unknown chat state');
}

/** Tells those who watch somebody that the person has come or gone. */
export function tellPresence(server: Server, account: Account, presence: 'available' | 'unavailable'): void {
  account.online = presence === 'available';
  for (const other of server.world.accounts.values()) {
    if (account.contacts.has(other.number)) other.announce('presence', { from: account.number, presence });
    for (const device of other.devices.values()) {
      const mode = device.watches.get(account.number);
      if (mode) device.sendNow(online(server, account, mode));
    }
  }
}

function online({ world }: Server, account: Account, mode: Addressing = 'pn'): Node {
  const last = account.online ? undefined : world.now();
  return node('presence', {
    from: world.jid(account, 0, mode),
    type: account.online ? 'available' : 'unavailable',
    last,
  });
}

/** Tells the other side of a chat that somebody writes, records, or has stopped. */
export function tellTyping(server: Server, account: Account, to: string | undefined, presence: Presence): void {
  const { world } = server;
  const person = world.accountOf(parseJid(to));
  const members = [...(world.groupOf(to)?.row.members.keys() ?? [])].map((number) => world.accounts.get(number));
  const mode = isGroupJid(to) || parseJid(to)?.server === 'lid' ? 'lid' : 'pn';
  const writer = world.jid(account, 0, mode);
  const attrs = isGroupJid(to) ? { from: to, participant: writer } : { from: writer };
  const tag = presence === 'recording' ? 'composing' : presence;
  const state = node(tag, { media: presence === 'recording' ? 'audio' : undefined });
  for (const other of person ? [person] : members) {
    if (!other || other === account || other.blocks(account.number)) continue;
    other.announce('presence', { from: account.number, presence, ...(person ? {} : { groupId: to }) });
    for (const device of other.devices.values()) device.sendNow(node('chatstate', attrs, [state]));
  }
}
