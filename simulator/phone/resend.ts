import { fanOut } from '../server/messages.ts';
import type { Sender } from '../server/messages.ts';
import { messageKey } from '../state/message.ts';
import { parseJid } from '../wire/jid.ts';
import type { Node } from '../wire/node.ts';
import { bytes, child, node, uint } from '../wire/node.ts';
import { addressOf, encryptFor, recordFor, renewSession } from './encryptFor.ts';
import type { Phone } from './phone.ts';
import { plainFor } from './send.ts';
import type { Bundle } from './signal/agreement.ts';

type Found = { plain: Uint8Array; usedBefore: Buffer | undefined; remember: (baseKey: Buffer) => void };

/**
 * Encrypts a message again for the one device that could not read it. The session that failed is archived and a new one
 * started, but once only: when several messages of it failed, the later ones use the new session.
 */
export function resendMessage(phone: Phone, from: Sender, request: Node): void {
  const { id = '', recipient } = request.attrs;
  const found = find(phone, from, id, recipient);
  if (!found) return;
  const open = recordFor(phone, from).open;
  const failed = !open || !found.usedBefore || open.baseKey.equals(found.usedBefore);
  if (failed && !renewSession(phone, from, offeredBundle(request))) return;
  const count = child(request, 'retry')?.attrs.count ?? '1';
  const encrypted = encryptFor(phone, from, found.plain, { count });
  if (!encrypted) return;
  found.remember(encrypted.baseKey);
  const peer = phone.peerMessages.has(id);
  const to = phone.server.world.jid(from.account, from.deviceId, modeOf(request));
  const attrs = { id, to, type: 'text', recipient, category: peer ? 'peer' : undefined };
  fanOut(phone.server, { account: phone.account, deviceId: 0 }, node('message', attrs, [encrypted.enc]), true);
}

function modeOf(request: Node) {
  return parseJid(request.attrs.from)?.server === 'lid' ? 'lid' : 'pn';
}

function find(phone: Phone, from: Sender, id: string, recipient: string | undefined): Found | undefined {
  const peer = phone.peerMessages.get(id);
  if (peer) return { plain: peer, usedBefore: undefined, remember: () => undefined };
  const chat = from.account === phone.account ? phone.server.world.accountOf(parseJid(recipient)) : from.account;
  const message = chat && phone.account.messages.get(messageKey(chat.number, true, id));
  if (!message) return undefined;
  const address = addressOf(from);
  return {
    plain: plainFor(phone, from, chat, message),
    usedBefore: message.sentWith.get(address),
    remember: (baseKey) => {
      message.sentWith.set(address, baseKey);
      phone.account.saveMessage(message);
    },
  };
}

function offeredBundle(request: Node): Bundle | undefined {
  const keys = child(request, 'keys');
  const [skey, key] = [child(keys, 'skey'), child(keys, 'key')];
  if (!skey) return undefined;
  return {
    registrationId: uint(child(request, 'registration')),
    identity: bytes(child(keys, 'identity')),
    signedPreKey: {
      id: uint(child(skey, 'id')),
      public: bytes(child(skey, 'value')),
      signature: bytes(child(skey, 'signature')),
    },
    preKey: key && { id: uint(child(key, 'id')), public: bytes(child(key, 'value')) },
  };
}
