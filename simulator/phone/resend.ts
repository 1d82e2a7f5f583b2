import { proto } from '@whiskeysockets/baileys';
import { fanOut } from '../server/messages.ts';
import type { Sender } from '../server/messages.ts';
import { messageKey } from '../state/message.ts';
import { parseJid } from '../wire/jid.ts';
import type { Node } from '../wire/node.ts';
import { bytes, child, node, uint } from '../wire/node.ts';
import { chatOf } from './chat.ts';
import { addressOf, encryptFor, recordFor, renewSession } from './encryptFor.ts';
import type { Phone } from './phone.ts';
import { plainFor } from './send.ts';
import { keyOffer } from './sendToGroup.ts';
import type { Bundle } from './signal/agreement.ts';
import { distribution } from './signal/senderKey.ts';

type Found = { plain: Uint8Array; usedBefore: Buffer | undefined; remember: (baseKey: Buffer) => void };

/**
 * Encrypts a message again for the one device that could not read it. The session that failed is archived and a new one
 * started, but once only: when several messages of it failed, the later ones use the new session.
 */
export function resendMessage(phone: Phone, from: Sender, request: Node): void {
  const { id = '', recipient, participant } = request.attrs;
  const group = participant === undefined ? undefined : request.attrs.from;
  const found = find(phone, from, id, group ?? recipient);
  if (!found) return;
  const count = child(request, 'retry')?.attrs.count ?? '1';
  const open = recordFor(phone, from).open;
  // In a group it is most often the group's key that is missing, for which the session is good enough at first.
  const suspect = group ? Number(count) > 1 : !found.usedBefore || open?.baseKey.equals(found.usedBefore);
  if ((!open || suspect) && !renewSession(phone, from, offeredBundle(request))) return;
  const encrypted = encryptFor(phone, from, found.plain, { count });
  if (!encrypted) return;
  found.remember(encrypted.baseKey);
  const { world } = phone.server;
  const peer = phone.peerMessages.has(id);
  const mode = group || parseJid(request.attrs.from)?.server === 'lid' ? 'lid' : 'pn';
  const asker = world.jid(from.account, from.deviceId, mode);
  const attrs = { id, to: group ?? asker, participant: group && asker, type: 'text', recipient };
  const stanza = node('message', { ...attrs, category: peer ? 'peer' : undefined }, [encrypted.enc]);
  fanOut(phone.server, { account: phone.account, deviceId: 0 }, stanza, true);
}

function find(phone: Phone, from: Sender, id: string, chatJid: string | undefined): Found | undefined {
  const peer = phone.peerMessages.get(id);
  if (peer) return { plain: peer, usedBefore: undefined, remember: () => undefined };
  const chat = chatOf(phone.server.world, chatJid) ?? { name: from.account.number, person: from.account };
  const message = phone.account.messages.get(messageKey(chat.name, true, id));
  if (!message) return undefined;
  const address = addressOf(from);
  const plain = plainFor(phone, from, chat, message);
  return {
    plain: chat.group ? withGroupKey(phone, chat.name, plain) : plain,
    usedBefore: message.sentWith.get(address),
    remember: (baseKey) => {
      message.sentWith.set(address, baseKey);
      phone.account.saveMessage(message);
    },
  };
}

function withGroupKey({ account }: Phone, group: string, plain: Uint8Array): Uint8Array {
  const key = account.ownSenderKeys.get(group);
  if (!key) return plain;
  const message = proto.Message.decode(plain);
  const senderKeyDistributionMessage = keyOffer(group, distribution(key));
  if (message.deviceSentMessage?.message)
    Object.assign(message.deviceSentMessage.message, { senderKeyDistributionMessage });
  else Object.assign(message, { senderKeyDistributionMessage });
  return proto.Message.encode(message).finish();
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
