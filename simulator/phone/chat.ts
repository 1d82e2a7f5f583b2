import type { Account } from '../state/account.ts';
import type { Group } from '../state/group.ts';
import type { Addressing, World } from '../state/world.ts';
import { parseJid } from '../wire/jid.ts';

/** Where a message belongs: with one person, or in a group. Its name is the number, or the group's JID. */
export type Chat =
  { name: string; person: Account; group?: undefined } | { name: string; group: Group; person?: undefined };

/** The chat of a JID. */
export function chatOf(world: World, jid: string | undefined): Chat | undefined {
  const group = world.groupOf(jid);
  if (group) return { name: group.jid, group };
  const person = world.accountOf(parseJid(jid));
  return person && { name: person.number, person };
}

/** The chat of a name. */
export function chatNamed(world: World, name: string): Chat | undefined {
  const person = world.accounts.get(name);
  return person ? { name, person } : chatOf(world, name);
}

/** A chat's JID. */
export function jidOfChat(world: World, chat: Chat, addressing: Addressing): string {
  return chat.group ? chat.group.jid : world.jid(chat.person, 0, addressing);
}
