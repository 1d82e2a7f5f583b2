import { randomBytes } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { proto } from '@whiskeysockets/baileys';
import { fanOut } from '../server/messages.ts';
import type { Device } from '../state/device.ts';
import { node } from '../wire/node.ts';
import { encryptFor } from './encryptFor.ts';
import type { Phone } from './phone.ts';

/** Gives a new device the key of the shared state and the start of its history, which is empty. */
export function welcomeDevice(phone: Phone, device: Device): void {
  device.row.welcomed = true;
  device.save();
  sendPeer(phone, device, { protocolMessage: keyShare() });
  sendPeer(phone, device, { protocolMessage: history(phone) });
}

function keyShare(): proto.Message.IProtocolMessage {
  const keyData = {
    keyData: randomBytes(32),
    fingerprint: { rawId: 1, currentIndex: 0, deviceIndexes: [0] },
    timestamp: Date.now(),
  };
  return {
    type: proto.Message.ProtocolMessage.Type.APP_STATE_SYNC_KEY_SHARE,
    appStateSyncKeyShare: { keys: [{ keyId: { keyId: randomBytes(6) }, keyData }] },
  };
}

function history({ account, server }: Phone): proto.Message.IProtocolMessage {
  const syncType = proto.HistorySync.HistorySyncType.INITIAL_BOOTSTRAP;
  const sync = proto.HistorySync.encode({
    syncType,
    chunkOrder: 1,
    progress: 100,
    pushnames: [{ id: server.world.jid(account, 0, 'pn'), pushname: account.row.name }],
  }).finish();
  return {
    type: proto.Message.ProtocolMessage.Type.HISTORY_SYNC_NOTIFICATION,
    historySyncNotification: {
      syncType: proto.Message.HistorySyncType.INITIAL_BOOTSTRAP,
      chunkOrder: 1,
      progress: 100,
      initialHistBootstrapInlinePayload: deflateSync(sync),
    },
  };
}

function sendPeer(phone: Phone, device: Device, message: proto.IMessage): void {
  const { account, server } = phone;
  const id = `3EB0${randomBytes(9).toString('hex').toUpperCase()}`;
  const plain = Buffer.from(proto.Message.encode(message).finish());
  const encrypted = encryptFor(phone, { account, deviceId: device.row.id }, plain);
  if (!encrypted) return;
  phone.peerMessages.set(id, plain);
  const attrs = { id, to: server.world.jid(account, device.row.id, 'pn'), type: 'text', category: 'peer' };
  fanOut(server, { account, deviceId: 0 }, node('message', attrs, [encrypted.enc]), false);
}
