import type { Account } from '../state/account.ts';
import { isGroupJid } from '../state/group.ts';
import { parseJid } from '../wire/jid.ts';
import type { Node } from '../wire/node.ts';
import { bytes, child, children } from '../wire/node.ts';
import { provesIdentity } from './deviceIdentity.ts';
import type { LoggedIn, Server } from './server.ts';

const TYPES = new Set(['text', 'media', 'reaction', 'poll', 'event', 'pin']);
const CIPHERS = new Set(['pkmsg', 'msg', 'skmsg']);
const MALFORMED = 479;
const NOBODY = 404;
const FORBIDDEN = 403;
/** To somebody new, from whom no privacy token came. */
const COLD = 463;

/** The error to refuse a device's message with, if there is one. What no client in order sends is counted. */
export function refuseMessage(server: Server, who: LoggedIn, stanza: Node): number | undefined {
  const reason = findFault(who, stanza);
  if (reason === undefined) return mayWrite(server, who, stanza.attrs.to);
  server.world.malformed(reason);
  return MALFORMED;
}

function mayWrite({ world, faults }: Server, { account }: LoggedIn, to: string | undefined): number | undefined {
  if (!isGroupJid(to)) {
    const person = world.accountOf(parseJid(to));
    if (!person) return NOBODY;
    const isNew = person !== account && !hasWritten(person, account);
    return isNew && faults.refusesCold(account.number) ? COLD : undefined;
  }
  const group = world.groupOf(to);
  if (!group?.row.members.has(account.number)) return group ? FORBIDDEN : NOBODY;
  return group.row.settings.has('announcement') && !group.isAdmin(account.number) ? FORBIDDEN : undefined;
}

const hasWritten = (person: Account, to: Account): boolean =>
  [...person.messages.values()].some(({ fromMe, chat }) => fromMe && chat === to.number);

function findFault({ account, device }: LoggedIn, stanza: Node): string | undefined {
  const { id, to, type = '' } = stanza.attrs;
  if (!id || id.length > 64) return 'message without a proper id';
  if (!parseJid(to)) return 'message without a receiver';
  if (!TYPES.has(type)) return 'message of an unknown type';
  const targets = children(child(stanza, 'participants'), 'to');
  const ciphers = [...targets, stanza].flatMap((each) => children(each, 'enc'));
  if (ciphers.length === 0) return 'message that is not encrypted';
  if (targets.some((each) => children(each, 'enc').length !== 1)) return 'copy without its ciphertext';
  if (ciphers.some((enc) => !isCipher(enc))) return 'ciphertext of an unknown kind';
  const own = ['pn', 'lid'].map((each) => `${each === 'lid' ? account.row.lid : account.number} ${device.row.id}`);
  // In groups addressed by LID the client encloses a key for itself; nobody minds.
  if (!isGroupJid(to) && targets.some(({ attrs }) => isOneOf(own, attrs.jid)))
    return 'copy for the device that sends it';
  const first = targets.some((each) => child(each, 'enc')?.attrs.type === 'pkmsg');
  const identity = child(stanza, 'device-identity');
  if (first && !identity) return 'first message without the device’s identity';
  if (identity && !provesIdentity(account, device, bytes(identity))) return 'device identity not its own';
  return undefined;
}

function isCipher({ attrs, content }: Node): boolean {
  return attrs.v === '2' && CIPHERS.has(attrs.type ?? '') && content instanceof Uint8Array && content.length > 0;
}

function isOneOf(own: string[], text: string | undefined): boolean {
  const jid = parseJid(text);
  return jid !== undefined && own.includes(`${jid.user} ${jid.device}`);
}
