import { createCipheriv, createDecipheriv, createSecretKey, timingSafeEqual } from 'node:crypto';
import type { KeyPair } from '../../wire/curve.ts';
import { bare, generateKeyPair, sharedSecret, typed } from '../../wire/curve.ts';
import { readFields, writeFields } from '../../wire/protobuf.ts';
import { hmac, messageKeys, ratchetKeys, step } from './keyDerivation.ts';
import type { ReceivingChain, Session } from './session.ts';

const VERSION = 0x33;
const MAX_SKIPPED = 2000;
const MAX_CHAINS = 5;

/** The sender used a message key a second time: either a repeat, or a ratchet that was set back. */
export class CounterReused extends Error {}

/** Encrypts one message and moves the sending chain. */
export function encryptWith(session: Session, identity: KeyPair, plaintext: Uint8Array): Buffer {
  const chain = session.sending;
  if (!chain) throw new Error('the session has nothing to send with yet');
  const { seed, next } = step(chain.key);
  const keys = messageKeys(seed);
  const cipher = createCipheriv('aes-256-cbc', createSecretKey(keys.cipher), keys.iv);
  const body = writeFields([
    [1, typed(session.sendingRatchet.public)],
    [2, chain.counter],
    [3, session.previousCounter],
    [4, Buffer.concat([cipher.update(plaintext), cipher.final()])],
  ]);
  session.sending = { key: next, counter: chain.counter + 1 };
  const versioned = Buffer.concat([Buffer.from([VERSION]), body]);
  return Buffer.concat([versioned, mac(keys.mac, identity.public, session.remoteIdentity, versioned)]);
}

/** Decrypts one message; answers the session's next state and leaves the given one as it was, should it not fit. */
export function decryptWith(session: Session, identity: KeyPair, message: Uint8Array) {
  if (((message[0] ?? 0) & 0xf0) !== 0x30) throw new Error('unknown Signal version');
  const versioned = message.subarray(0, -8);
  const fields = readFields(versioned.subarray(1));
  const [ratchetKey, counter, previous, ciphertext] = [fields.get(1), fields.get(2), fields.get(3), fields.get(4)];
  if (!Buffer.isBuffer(ratchetKey) || typeof counter !== 'number' || !Buffer.isBuffer(ciphertext))
    throw new Error('not a Signal message');
  const next = copy(session);
  const chain = receivingChain(next, Buffer.from(bare(ratchetKey)), typeof previous === 'number' ? previous : 0);
  const keys = messageKeys(takeSeed(chain, counter));
  const expected = mac(keys.mac, session.remoteIdentity, identity.public, versioned);
  if (!timingSafeEqual(expected, message.subarray(-8))) throw new Error('Bad MAC');
  const decipher = createDecipheriv('aes-256-cbc', createSecretKey(keys.cipher), keys.iv);
  next.pending = undefined;
  return { session: next, plaintext: Buffer.concat([decipher.update(ciphertext), decipher.final()]) };
}

function mac(key: Buffer, sender: Uint8Array, receiver: Uint8Array, versioned: Uint8Array): Buffer {
  return hmac(key, Buffer.concat([typed(sender), typed(receiver), versioned])).subarray(0, 8);
}

function copy(session: Session): Session {
  return { ...session, receiving: session.receiving.map((chain) => ({ ...chain, skipped: new Map(chain.skipped) })) };
}

function receivingChain(session: Session, ratchetKey: Buffer, previousCounter: number): ReceivingChain {
  const known = session.receiving.find((chain) => chain.ratchetKey.equals(ratchetKey));
  if (known) return known;
  const last = session.receiving[0];
  // The previous chain ends at this index; its missing messages may still come.
  if (last) fill(last, previousCounter + 1);
  const received = ratchetKeys(sharedSecret(session.sendingRatchet.private, ratchetKey), session.rootKey);
  const chain: ReceivingChain = { ratchetKey, key: received.chain, counter: 0, skipped: new Map() };
  const sendingRatchet = generateKeyPair();
  const sent = ratchetKeys(sharedSecret(sendingRatchet.private, ratchetKey), received.root);
  session.previousCounter = Math.max((session.sending?.counter ?? 0) - 1, 0);
  session.sendingRatchet = sendingRatchet;
  session.sending = { key: sent.chain, counter: 0 };
  session.rootKey = sent.root;
  session.receiving = [chain, ...session.receiving].slice(0, MAX_CHAINS);
  return chain;
}

function fill(chain: ReceivingChain, until: number): void {
  if (until - chain.counter > MAX_SKIPPED) throw new Error('too many messages are missing');
  while (chain.counter < until) {
    const { seed, next } = step(chain.key);
    chain.skipped.set(chain.counter, seed);
    chain.key = next;
    chain.counter += 1;
  }
  for (const old of chain.skipped.keys()) {
    if (chain.skipped.size <= MAX_SKIPPED) break;
    chain.skipped.delete(old);
  }
}

function takeSeed(chain: ReceivingChain, counter: number): Buffer {
  fill(chain, counter + 1);
  const seed = chain.skipped.get(counter);
  if (!seed) throw new CounterReused(`message key ${counter} was used before`);
  chain.skipped.delete(counter);
  return seed;
}
