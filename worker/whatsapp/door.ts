/**
 * The door: WhatsApp redelivers a stanza whose receipt it did not see, for instance after a crash. Its ratchet step is
 * used up, so Baileys could not read it again and would ask for a resend of what we have. It is receipted and swallowed.
 */
import { type BinaryNode, jidNormalizedUser, type WAMessageKey, type WASocket } from '@whiskeysockets/baileys';

const identity = (chat = '', participant = '', id = '') =>
  [jidNormalizedUser(chat), jidNormalizedUser(participant), id].join(' ');

/** Identity of a stanza by what Baileys made of it. */
export const identityOfKey = ({ remoteJid, participant, id }: WAMessageKey): string =>
  identity(remoteJid ?? '', participant ?? '', id ?? '');

const identityOfStanza = ({ attrs }: BinaryNode): string =>
  identity(attrs['recipient'] ?? attrs['from'], attrs['participant'], attrs['id']);

export function installDoor(sock: WASocket, wasTaken: (identity: string) => boolean): void {
  const emit = sock.ws.emit.bind(sock.ws);
  sock.ws.emit = (event: string | symbol, ...args: unknown[]): boolean => {
    const [node] = args;
    if (event !== 'CB:message' || !isNode(node) || !wasTaken(identityOfStanza(node))) return emit(event, ...args);
    receiptAgain(sock, node).catch(() => {
      // The socket is gone: the stanza comes once more on the next one.
    });
    return true;
  };
}

/** The receipt that Baileys gave the first time. */
async function receiptAgain(sock: WASocket, { attrs }: BinaryNode): Promise<void> {
  const { from = '', participant, recipient, category, id = '' } = attrs;
  if (category === 'peer') return sock.sendReceipt(from, participant, [id], 'peer_msg');
  if (recipient) return sock.sendReceipt(recipient, from, [id], 'sender');
  return sock.sendReceipt(from, participant, [id], 'inactive');
}

const isNode = (value: unknown): value is BinaryNode =>
  typeof value === 'object' && value !== null && 'tag' in value && 'attrs' in value;
