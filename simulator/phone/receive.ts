import { proto } from '@whiskeysockets/baileys';
import { parseJid } from '../wire/jid.ts';
import type { Node } from '../wire/node.ts';
import { bytes, children } from '../wire/node.ts';
import { askForRetry } from './askForRetry.ts';
import type { Target } from './encryptFor.ts';
import { addressOf, recordFor } from './encryptFor.ts';
import type { Phone } from './phone.ts';
import { showMessage } from './showMessage.ts';
import { decryptMessage } from './signal/cipher.ts';
import { CounterReused } from './signal/ratchet.ts';
import { decryptFromGroup, readDistribution } from './signal/senderKey.ts';

const MAX_SENDER_KEYS = 5;

/** Decrypts a message, shows it once, and confirms it; asks for it again when it cannot be read. */
export function receiveMessage(phone: Phone, stanza: Node, again: boolean): void {
  const { world } = phone.server;
  const from = parseJid(stanza.attrs.participant ?? stanza.attrs.from);
  const account = world.accountOf(from);
  if (!from || !account) return;
  const sender = { account, deviceId: from.device };
  const unread = `${phone.account.number} ${addressOf(sender)} ${stanza.attrs.id}`;
  let plain: Buffer | undefined;
  try {
    for (const enc of children(stanza, 'enc')) plain = open(phone, sender, stanza, enc) ?? plain;
  } catch (error) {
    world.counters.decryptFailures += 1;
    if (error instanceof CounterReused) world.counters.ratchetReuses += 1;
    world.unread.add(unread);
    askForRetry(phone, sender, stanza);
    return;
  }
  world.unread.delete(unread);
  phone.asked.delete(unread);
  if (plain && stanza.attrs.category !== 'peer') showMessage(phone, sender, stanza, plain, again);
}

/** Opens one ciphertext. Answers nothing when all it holds is the key to the next one. */
function open(phone: Phone, sender: Target, stanza: Node, enc: Node): Buffer | undefined {
  const group = stanza.attrs.from ?? '';
  const padded = enc.attrs.type === 'skmsg' ? decryptGroup(phone, sender, group, enc) : decrypt(phone, sender, enc);
  const plain = padded.subarray(0, padded.length - (padded.at(-1) ?? 0));
  const message = proto.Message.decode(plain);
  const given = (message.deviceSentMessage?.message ?? message).senderKeyDistributionMessage;
  if (given?.axolotlSenderKeyDistributionMessage)
    takeSenderKey(phone, sender, given.groupId ?? group, given.axolotlSenderKeyDistributionMessage);
  const says = Object.keys(message).some(
    (kind) => kind !== 'senderKeyDistributionMessage' && kind !== 'messageContextInfo',
  );
  return says ? plain : undefined;
}

function decrypt(phone: Phone, sender: Target, enc: Node): Buffer {
  const type = enc.attrs.type === 'pkmsg' ? 'pkmsg' : 'msg';
  const record = recordFor(phone, sender);
  const { plaintext, usedPreKey } = decryptMessage(phone.keys, record, identityOf(sender), { type, body: bytes(enc) });
  if (usedPreKey !== undefined) phone.account.dropPreKey(usedPreKey);
  phone.account.saveSession(addressOf(sender), record);
  return plaintext;
}

function decryptGroup({ account }: Phone, sender: Target, group: string, enc: Node): Buffer {
  const address = addressOf(sender);
  const keys = account.senderKeys.get(`${group} ${address}`) ?? [];
  const plaintext = decryptFromGroup(keys, bytes(enc));
  account.saveSenderKeys(group, address, keys);
  return plaintext;
}

function takeSenderKey({ account }: Phone, sender: Target, group: string, data: Uint8Array): void {
  const address = addressOf(sender);
  const known = account.senderKeys.get(`${group} ${address}`) ?? [];
  account.saveSenderKeys(group, address, [...known, readDistribution(data)].slice(-MAX_SENDER_KEYS));
}

function identityOf({ account, deviceId }: Target): Buffer {
  if (deviceId === 0) return account.row.identity.public;
  const device = account.devices.get(deviceId);
  if (!device) throw new Error('the device is not linked any more');
  return device.row.identity;
}
