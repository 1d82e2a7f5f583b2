import { randomInt } from 'node:crypto';
import { takeBundle } from '../server/bundles.ts';
import type { Account } from '../state/account.ts';
import type { Addressing } from '../state/world.ts';
import { parseJid } from '../wire/jid.ts';
import type { Node } from '../wire/node.ts';
import { node } from '../wire/node.ts';
import type { Phone } from './phone.ts';
import type { Bundle } from './signal/agreement.ts';
import { encryptMessage, startSession } from './signal/cipher.ts';
import type { SessionRecord } from './signal/session.ts';

/** A device of a person, as a phone addresses it. */
export type Target = { account: Account; deviceId: number };

/** The name of a remote device in a phone's sessions. */
export function addressOf({ account, deviceId }: Target): string {
  return `${account.number}:${deviceId}`;
}

/** What a phone knows of a remote device. */
export function recordFor(phone: Phone, target: Target): SessionRecord {
  return phone.account.sessions.get(addressOf(target)) ?? { open: undefined, archived: [] };
}

/** Starts a new session with a device; the old one is archived. Answers false when the device has no keys to offer. */
export function renewSession(phone: Phone, target: Target, offered?: Bundle): boolean {
  const jid = parseJid(phone.server.world.jid(target.account, target.deviceId, 'lid'));
  const bundle = offered ?? takeBundle(phone.server, jid);
  if (!bundle) return false;
  const record = recordFor(phone, target);
  startSession(phone.keys, record, bundle);
  phone.account.saveSession(addressOf(target), record);
  return true;
}

/** Encrypts a plain message for one device. Answers the `enc` node, and the session that was used. */
export function encryptFor(phone: Phone, target: Target, plain: Uint8Array, attrs: Record<string, string> = {}) {
  const record = recordFor(phone, target);
  if (!isCurrent(record, target) && !renewSession(phone, target)) return undefined;
  const current = recordFor(phone, target);
  const { type, body } = encryptMessage(phone.keys, current, pad(plain));
  phone.account.saveSession(addressOf(target), current);
  const baseKey = current.open?.baseKey ?? Buffer.alloc(0);
  return { enc: node('enc', { v: 2, type, ...attrs }, body), baseKey };
}

/** Whether there is a session, and the person still has the phone that it was made with. */
function isCurrent({ open }: SessionRecord, { account, deviceId }: Target): boolean {
  return open !== undefined && (deviceId !== 0 || open.remoteIdentity.equals(account.row.identity.public));
}

/** The `to` node that carries an encrypted copy to one device. */
export function toNode(phone: Phone, target: Target, addressing: Addressing, enc: Node): Node {
  return node('to', { jid: phone.server.world.jid(target.account, target.deviceId, addressing) }, [enc]);
}

/** Pads a plain message, as Signal messages here are. */
export function pad(plain: Uint8Array): Buffer {
  const length = randomInt(1, 17);
  return Buffer.concat([plain, Buffer.alloc(length, length)]);
}
