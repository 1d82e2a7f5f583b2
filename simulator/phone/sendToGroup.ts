import { proto } from '@whiskeysockets/baileys';
import type { Group } from '../state/group.ts';
import type { Message } from '../state/message.ts';
import type { Node } from '../wire/node.ts';
import { node } from '../wire/node.ts';
import { addressOf, encryptFor, pad, toNode } from './encryptFor.ts';
import type { Phone } from './phone.ts';
import { createSenderKey, distribution, encryptForGroup } from './signal/senderKey.ts';

/** Encrypts a message once for a group, and encloses the key for each device that does not have it yet. */
export function encryptToGroup(phone: Phone, group: Group, message: Message): Node[] {
  const { account, server } = phone;
  const key = account.ownSenderKeys.get(group.jid) ?? createSenderKey();
  const members = [...group.row.members.keys()].map((number) => server.world.accounts.get(number));
  const devices = members
    .filter((member) => member !== undefined)
    .flatMap((member) => [0, ...member.devices.keys()].map((deviceId) => ({ account: member, deviceId })))
    .filter((target) => target.account !== account || target.deviceId !== 0);
  const given = proto.Message.encode({ senderKeyDistributionMessage: keyOffer(group.jid, distribution(key)) }).finish();
  const enclosed = devices.flatMap((target) => {
    const address = addressOf(target);
    message.sentWith.set(address, Buffer.alloc(0));
    if (key.sharedWith.has(address)) return [];
    const encrypted = encryptFor(phone, target, given);
    if (!encrypted) return [];
    key.sharedWith.add(address);
    return [toNode(phone, target, 'lid', encrypted.enc)];
  });
  const enc = node('enc', { v: 2, type: 'skmsg' }, encryptForGroup(key, pad(message.plain)));
  account.saveOwnSenderKey(group.jid, key);
  return enclosed.length > 0 ? [node('participants', {}, enclosed), enc] : [enc];
}

/** The part of a message that gives a device the key to a group. */
export function keyOffer(groupId: string, data: Uint8Array): proto.Message.ISenderKeyDistributionMessage {
  return { groupId, axolotlSenderKeyDistributionMessage: data };
}
