import type { KeyPair } from '../../wire/curve.ts';
import { bare, typed } from '../../wire/curve.ts';
import { readFields, writeFields } from '../../wire/protobuf.ts';
import type { Bundle } from './agreement.ts';
import { accept, initiate } from './agreement.ts';
import { CounterReused, decryptWith, encryptWith } from './ratchet.ts';
import type { Session, SessionRecord } from './session.ts';
import { openSession, replaceSession, sessionsOf } from './session.ts';

/** Our own keys, as a session needs them. */
export type OwnKeys = {
  identity: KeyPair;
  registrationId: number;
  signedPreKey: (id: number) => KeyPair | undefined;
  preKey: (id: number) => KeyPair | undefined;
};

export type Ciphertext = { type: 'pkmsg' | 'msg'; body: Buffer };

/** Starts a session from a bundle and makes it the open one. */
export function startSession(keys: OwnKeys, record: SessionRecord, bundle: Bundle): void {
  openSession(record, initiate(keys.identity, bundle));
}

/** Encrypts with the open session; until the other side has answered, as a prekey message. */
export function encryptMessage(keys: OwnKeys, record: SessionRecord, plaintext: Uint8Array): Ciphertext {
  const session = record.open;
  if (!session) throw new Error('no session');
  const message = encryptWith(session, keys.identity, plaintext);
  if (!session.pending) return { type: 'msg', body: message };
  const body = writeFields([
    [1, session.pending.preKeyId],
    [2, typed(session.baseKey)],
    [3, typed(keys.identity.public)],
    [4, message],
    [5, keys.registrationId],
    [6, session.pending.signedPreKeyId],
  ]);
  return { type: 'pkmsg', body: Buffer.concat([Buffer.from([0x33]), body]) };
}

/** What a prekey message carries around the message proper. */
function readInvitation(body: Uint8Array) {
  const fields = readFields(body.subarray(1));
  const [preKeyId, baseKey, identity, message, signedPreKeyId] = [1, 2, 3, 4, 6].map((field) => fields.get(field));
  if (!Buffer.isBuffer(baseKey) || !Buffer.isBuffer(identity) || !Buffer.isBuffer(message))
    throw new Error('not a prekey message');
  return {
    preKeyId: typeof preKeyId === 'number' ? preKeyId : undefined,
    baseKey: Buffer.from(bare(baseKey)),
    identity: Buffer.from(bare(identity)),
    message,
    signedPreKeyId: Number(signedPreKeyId),
  };
}

/**
 * Decrypts a message of a device whose identity key the server has certified. Answers the plaintext, and the one-time
 * prekey that was used up. Throws, with the record unchanged, when no session fits.
 */
export function decryptMessage(
  keys: OwnKeys,
  record: SessionRecord,
  remoteIdentity: Uint8Array,
  { type, body }: Ciphertext,
): { plaintext: Buffer; usedPreKey: number | undefined } {
  if (type === 'msg') return { plaintext: decryptWithAny(keys, record, body), usedPreKey: undefined };
  const invitation = readInvitation(body);
  if (!invitation.identity.equals(remoteIdentity)) throw new Error('the identity key is not this device’s');
  const known = sessionsOf(record).find((session) => session.baseKey.equals(invitation.baseKey));
  const session = known ?? acceptInvitation(keys, invitation);
  const opened = decryptWith(session, keys.identity, invitation.message);
  if (known) replaceSession(record, known, opened.session);
  openSession(record, opened.session);
  return { plaintext: opened.plaintext, usedPreKey: known ? undefined : invitation.preKeyId };
}

function acceptInvitation(keys: OwnKeys, invitation: ReturnType<typeof readInvitation>): Session {
  const signedPreKey = keys.signedPreKey(invitation.signedPreKeyId);
  if (!signedPreKey) throw new Error('unknown signed prekey');
  const preKey = invitation.preKeyId === undefined ? undefined : keys.preKey(invitation.preKeyId);
  if (invitation.preKeyId !== undefined && !preKey) throw new Error('unknown one-time prekey');
  const { baseKey, identity } = invitation;
  return accept(keys.identity, { baseKey, remoteIdentity: identity, signedPreKey, preKey });
}

function decryptWithAny(keys: OwnKeys, record: SessionRecord, body: Buffer): Buffer {
  let reused: CounterReused | undefined;
  for (const session of sessionsOf(record)) {
    try {
      const opened = decryptWith(session, keys.identity, body);
      replaceSession(record, session, opened.session);
      openSession(record, opened.session);
      return opened.plaintext;
    } catch (error) {
      if (error instanceof CounterReused) reused = error;
    }
  }
  throw reused ?? new Error('no session fits this message');
}
