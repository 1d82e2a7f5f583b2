import { createHmac, createSecretKey, hkdfSync } from 'node:crypto';

const NO_SALT = Buffer.alloc(32);

/** HKDF-SHA256 cut into parts of 32 bytes. */
function derive(secret: Uint8Array, salt: Uint8Array, info: string, length = 64): Buffer[] {
  const bytes = Buffer.from(hkdfSync('sha256', createSecretKey(secret), salt, info, length));
  const parts: Buffer[] = [];
  for (let at = 0; at < length; at += 32) parts.push(bytes.subarray(at, Math.min(at + 32, length)));
  return parts;
}

/** Root and chain key of a new ratchet step. */
export function ratchetKeys(secret: Uint8Array, rootKey: Uint8Array): { root: Buffer; chain: Buffer } {
  const [root, chain] = derive(secret, rootKey, 'WhisperRatchet');
  return { root: root!, chain: chain! };
}

/** Cipher key, MAC key and IV of one message. */
export function messageKeys(seed: Uint8Array): { cipher: Buffer; mac: Buffer; iv: Buffer } {
  const [cipher, mac, iv] = derive(seed, NO_SALT, 'WhisperMessageKeys', 80);
  return { cipher: cipher!, mac: mac!, iv: iv! };
}

/** The root key of a session from its concatenated agreements. */
export function sessionRoot(agreements: Uint8Array[]): Buffer {
  const secret = Buffer.concat([Buffer.alloc(32, 0xff), ...agreements]);
  return derive(secret, NO_SALT, 'WhisperText')[0]!;
}

/** One step of a chain: the seed of this message's keys and the next chain key. */
export function step(chainKey: Uint8Array): { seed: Buffer; next: Buffer } {
  return { seed: hmac(chainKey, Buffer.from([1])), next: hmac(chainKey, Buffer.from([2])) };
}

/** HMAC-SHA256. Keys are wrapped here as elsewhere: finding out that raw bytes are no key object costs Node most of its time. */
export function hmac(key: Uint8Array, data: Uint8Array): Buffer {
  return createHmac('sha256', createSecretKey(key)).update(data).digest();
}

/** Cipher key and IV of one group message. */
export function groupMessageKeys(seed: Uint8Array): { cipher: Buffer; iv: Buffer } {
  const bytes = Buffer.from(hkdfSync('sha256', createSecretKey(seed), NO_SALT, 'WhisperGroup', 48));
  return { iv: bytes.subarray(0, 16), cipher: bytes.subarray(16) };
}
