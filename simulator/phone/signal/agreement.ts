import type { KeyPair } from '../../wire/curve.ts';
import { generateKeyPair, sharedSecret, verify, typed } from '../../wire/curve.ts';
import { ratchetKeys, sessionRoot } from './keyDerivation.ts';
import type { Session } from './session.ts';

/** A device's public keys as the server hands them out. */
export type Bundle = {
  registrationId: number;
  identity: Buffer;
  signedPreKey: { id: number; public: Buffer; signature: Buffer };
  preKey: { id: number; public: Buffer } | undefined;
};

/** Starts a session with a device whose bundle was fetched. Throws when the signed prekey is not the device's own. */
export function initiate(identity: KeyPair, bundle: Bundle): Session {
  const { signedPreKey, preKey } = bundle;
  if (!verify(bundle.identity, typed(signedPreKey.public), signedPreKey.signature))
    throw new Error('the bundle’s signed prekey has a wrong signature');
  const base = generateKeyPair();
  const root = sessionRoot([
    sharedSecret(identity.private, signedPreKey.public),
    sharedSecret(base.private, bundle.identity),
    sharedSecret(base.private, signedPreKey.public),
    ...(preKey ? [sharedSecret(base.private, preKey.public)] : []),
  ]);
  const sendingRatchet = generateKeyPair();
  const first = ratchetKeys(sharedSecret(sendingRatchet.private, signedPreKey.public), root);
  return {
    baseKey: base.public,
    remoteIdentity: bundle.identity,
    rootKey: first.root,
    sendingRatchet,
    sending: { key: first.chain, counter: 0 },
    previousCounter: 0,
    receiving: [],
    pending: { preKeyId: preKey?.id, signedPreKeyId: signedPreKey.id },
  };
}

/** What a first message says about the session it belongs to, with our own keys that it names. */
export type Invitation = {
  baseKey: Buffer;
  remoteIdentity: Buffer;
  signedPreKey: KeyPair;
  preKey: KeyPair | undefined;
};

/** Builds our side of a session that the other device started. */
export function accept(identity: KeyPair, { baseKey, remoteIdentity, signedPreKey, preKey }: Invitation): Session {
  const rootKey = sessionRoot([
    sharedSecret(signedPreKey.private, remoteIdentity),
    sharedSecret(identity.private, baseKey),
    sharedSecret(signedPreKey.private, baseKey),
    ...(preKey ? [sharedSecret(preKey.private, baseKey)] : []),
  ]);
  return {
    baseKey,
    remoteIdentity,
    rootKey,
    sendingRatchet: signedPreKey,
    sending: undefined,
    previousCounter: 0,
    receiving: [],
    pending: undefined,
  };
}
