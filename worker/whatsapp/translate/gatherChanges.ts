import type { ChatChange, Contact } from '../../../core/model/chats.ts';
import type { EventBody } from '../../../core/model/events.ts';
import type { GroupChange } from '../../../core/model/groups.ts';

/** More at once are told together: a first link brings a whole address book. */
const ONE_BY_ONE = 5;
/** In one event. */
const TOGETHER = 100;

/**
 * Gathers what is told in one turn, and tells it in few events. In a microtask: what WhatsApp is acknowledged for is then in
 * the same entry of the journal.
 */
export function gatherChanges(tell: (events: EventBody[]) => void) {
  let chats: ChatChange[] = [];
  let contacts = new Map<string, Contact>();
  let groups: GroupChange[] = [];
  let scheduled = false;

  function flush(): void {
    scheduled = false;
    const all = [...contacts.values()];
    const events = chats.length + all.length + groups.length > ONE_BY_ONE ? together(all) : oneByOne(all);
    [chats, contacts, groups] = [[], new Map(), []];
    tell(events);
  }

  const oneByOne = (all: Contact[]): EventBody[] => [
    ...chats.map((chat): EventBody => ({ type: 'chat_updated', chat })),
    ...all.map((contact): EventBody => ({ type: 'contact_updated', contact })),
    ...groups.map((group): EventBody => ({ type: 'group_updated', group })),
  ];

  const together = (all: Contact[]): EventBody[] => [
    ...inPieces(chats, TOGETHER).map((piece): EventBody => ({ type: 'history_received', chats: piece })),
    ...inPieces(all, TOGETHER).map((piece): EventBody => ({ type: 'history_received', contacts: piece })),
    ...inPieces(groups.map(withoutMembers), TOGETHER).map((piece): EventBody => ({
      type: 'history_received',
      groups: piece,
    })),
  ];

  function schedule(): void {
    if (!scheduled) queueMicrotask(flush);
    scheduled = true;
  }

  return {
    chat: (change: ChatChange) => {
      chats.push(change);
      schedule();
    },
    contact: (contact: Contact) => {
      contacts.set(contact.jid, { ...contacts.get(contact.jid), ...defined(contact) });
      schedule();
    },
    group: (change: GroupChange | undefined) => {
      if (!change) return;
      groups.push(change);
      schedule();
    },
  };
}

/** A group may have a thousand, and an account a thousand groups: they are asked for when somebody wants to see them. */
const withoutMembers = ({ members: _members, ...group }: GroupChange): GroupChange => group;

const defined = (contact: Contact): Contact =>
  Object.fromEntries(Object.entries(contact).filter(([, value]) => value !== undefined)) as Contact;

function inPieces<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}
