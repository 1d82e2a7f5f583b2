import { proto } from '@whiskeysockets/baileys';
import { fanOut } from '../server/messages.ts';
import type { SharedKey } from '../state/account.ts';
import type { Device } from '../state/device.ts';
import { node } from '../wire/node.ts';
import { encryptFor } from './encryptFor.ts';
import { historyOf } from './history.ts';
import type { Phone } from './phone.ts';
import { newMessageId } from './send.ts';

/** Gives a new device the key of the shared state and what was said before it came. */
export function welcomeDevice(phone: Phone, device: Device): void {
  device.row.welcomed = true;
  device.save();
  sendPeer(phone, device, { protocolMessage: keyShare(phone.account.sharedKey()) });
  for (const protocolMessage of historyOf(phone, phone.server.rules.historyChunk))
    sendPeer(phone, device, { protocolMessage });
}

function keyShare(key: SharedKey): proto.Message.IProtocolMessage {
  const fingerprint = { rawId: 1, currentIndex: 0, deviceIndexes: [0] };
  const keyData = { keyData: key.data, fingerprint, timestamp: Date.now() };
  return {
    type: proto.Message.ProtocolMessage.Type.APP_STATE_SYNC_KEY_SHARE,
    appStateSyncKeyShare: { keys: [{ keyId: { keyId: key.id }, keyData }] },
  };
}

function sendPeer(phone: Phone, device: Device, message: proto.IMessage): void {
  const { account, server } = phone;
  const id = newMessageId();
  const plain = Buffer.from(proto.Message.encode(message).finish());
  const encrypted = encryptFor(phone, { account, deviceId: device.row.id }, plain);
  if (!encrypted) return;
  phone.peerMessages.set(id, plain);
  const attrs = { id, to: server.world.jid(account, device.row.id, 'pn'), type: 'text', category: 'peer' };
  fanOut(server, { account, deviceId: 0 }, node('message', attrs, [encrypted.enc]), false);
}
