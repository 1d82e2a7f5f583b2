import { createCipheriv, createDecipheriv, createSecretKey, randomBytes, randomInt } from 'node:crypto';
import type { KeyPair } from '../../wire/curve.ts';
import { generateKeyPair, sign, typed, verify } from '../../wire/curve.ts';
import { readFields, writeFields } from '../../wire/protobuf.ts';
import { groupMessageKeys, step } from './keyDerivation.ts';
import { CounterReused } from './ratchet.ts';

const VERSION = 0x33;
const MAX_SKIPPED = 2000;

/** What this phone writes to a group with. */
export type OwnSenderKey = {
  id: number;
  chain: Buffer;
  iteration: number;
  signing: KeyPair;
  /** The devices that were given it. */
  sharedWith: Set<string>;
};

/** What another device writes to a group with, as far as it was given to us. */
export type SenderKey = { id: number; chain: Buffer; iteration: number; signing: Buffer; skipped: Map<number, Buffer> };

export function createSenderKey(): OwnSenderKey {
  const id = randomInt(1, 2 ** 31 - 1);
  return { id, chain: randomBytes(32), iteration: 0, signing: generateKeyPair(), sharedWith: new Set() };
}

/** What a device needs in order to read what comes from now on. */
export function distribution({ id, chain, iteration, signing }: OwnSenderKey): Buffer {
  const fields = writeFields([
    [1, id],
    [2, iteration],
    [3, chain],
    [4, typed(signing.public)],
  ]);
  return Buffer.concat([Buffer.from([VERSION]), fields]);
}

/** Reads what a device gave us. Throws when it is none. */
export function readDistribution(data: Uint8Array): SenderKey {
  const fields = readFields(data.subarray(1));
  const [id, iteration, chain, signing] = [1, 2, 3, 4].map((field) => fields.get(field));
  if (typeof id !== 'number' || !Buffer.isBuffer(chain) || !Buffer.isBuffer(signing)) throw new Error('no sender key');
  return { id, iteration: Number(iteration ?? 0), chain, signing, skipped: new Map() };
}

/** Encrypts one message and moves the chain. */
export function encryptForGroup(key: OwnSenderKey, plaintext: Uint8Array): Buffer {
  const { seed, next } = step(key.chain);
  const keys = groupMessageKeys(seed);
  const cipher = createCipheriv('aes-256-cbc', createSecretKey(keys.cipher), keys.iv);
  const fields = writeFields([
    [1, key.id],
    [2, key.iteration],
    [3, Buffer.concat([cipher.update(plaintext), cipher.final()])],
  ]);
  key.chain = next;
  key.iteration += 1;
  const versioned = Buffer.concat([Buffer.from([VERSION]), fields]);
  return Buffer.concat([versioned, sign(key.signing.private, versioned)]);
}

/** Decrypts one message with the key it names, and moves that key's chain. Throws, with the keys unchanged, when it does not fit. */
export function decryptFromGroup(keys: SenderKey[], message: Uint8Array): Buffer {
  const versioned = message.subarray(0, -64);
  const fields = readFields(versioned.subarray(1));
  const [id, iteration, ciphertext] = [fields.get(1), Number(fields.get(2) ?? 0), fields.get(3)];
  const key = keys.findLast((each) => each.id === id);
  if (!key || !Buffer.isBuffer(ciphertext)) throw new Error('no sender key fits this message');
  if (!verify(key.signing, versioned, message.subarray(-64)))
    throw new Error('the message is not signed by its sender');
  const next = advance(key, iteration);
  const seed = next.skipped.get(iteration);
  if (!seed) throw new CounterReused(`sender key step ${iteration} was used before`);
  const { cipher, iv } = groupMessageKeys(seed);
  const decipher = createDecipheriv('aes-256-cbc', createSecretKey(cipher), iv);
  const plaintext = Buffer.concat([decipher.update(ciphertext), decipher.final()]);
  next.skipped.delete(iteration);
  Object.assign(key, next);
  return plaintext;
}

function advance({ chain, iteration, skipped }: SenderKey, until: number) {
  if (until - iteration > MAX_SKIPPED) throw new Error('too many messages are missing');
  const next = { chain, iteration, skipped: new Map(skipped) };
  while (next.iteration <= until) {
    const moved = step(next.chain);
    next.skipped.set(next.iteration, moved.seed);
    next.chain = moved.next;
    next.iteration += 1;
  }
  return next;
}
