import type { KeyObject } from 'node:crypto';
import {
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  verify as verifyEd25519,
} from 'node:crypto';
import { Curve } from '@whiskeysockets/baileys';

/** A Curve25519 key pair, both halves raw (32 bytes). */
export type KeyPair = { public: Buffer; private: Buffer };

const PUBLIC_DER = Buffer.from('302a300506032b656e032100', 'hex');
const PRIVATE_DER = Buffer.from('302e020100300506032b656e04220420', 'hex');
const ED25519_DER = Buffer.from('302a300506032b6570032100', 'hex');
const P = 2n ** 255n - 19n;

/** Private keys as Node wants them; reading one from its bytes costs more than what is done with it. */
const prepared = new WeakMap<Uint8Array, KeyObject>();

/** A fresh Curve25519 key pair. */
export function generateKeyPair(): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  const pair = {
    public: publicKey.export({ format: 'der', type: 'spki' }).subarray(PUBLIC_DER.length),
    private: privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(PRIVATE_DER.length),
  };
  prepared.set(pair.private, privateKey);
  return pair;
}

/** The Diffie-Hellman secret of our private key and their public one. */
export function sharedSecret(privateKey: Uint8Array, publicKey: Uint8Array): Buffer {
  const their = Buffer.concat([PUBLIC_DER, bare(publicKey)]);
  return diffieHellman({
    privateKey: preparedPrivate(privateKey),
    publicKey: createPublicKey({ key: their, format: 'der', type: 'spki' }),
  });
}

function preparedPrivate(key: Uint8Array): KeyObject {
  const known = prepared.get(key);
  if (known) return known;
  const made = createPrivateKey({ key: Buffer.concat([PRIVATE_DER, key]), format: 'der', type: 'pkcs8' });
  prepared.set(key, made);
  return made;
}

/** Signs with a Curve25519 key (XEdDSA). */
export function sign(privateKey: Uint8Array, message: Uint8Array): Buffer {
  return Buffer.from(Curve.sign(Buffer.from(privateKey), message));
}

/**
 * Whether an XEdDSA signature is right. The Montgomery point is mapped to its Edwards twin so that Node's own Ed25519
 * decides; the client library's `Curve.verify` ignores the verdict and would accept anything of the right length.
 */
export function verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const key = bare(publicKey);
  if (key.length !== 32 || signature.length !== 64) return false;
  const signatureCopy = Buffer.from(signature);
  const signBit = (signatureCopy[63] ?? 0) & 0x80;
  signatureCopy[63] = (signatureCopy[63] ?? 0) & 0x7f;
  try {
    return verifyEd25519(null, message, edwardsKey(key, signBit), signatureCopy);
  } catch {
    return false;
  }
}

const MAX_KEYS = 10_000;
const edwardsKeys = new Map<string, KeyObject>();

/** The Edwards twin of a key; the mapping is slow, and the same few keys are asked for again and again. */
function edwardsKey(key: Uint8Array, signBit: number): KeyObject {
  const name = `${Buffer.from(key).toString('latin1')}${signBit}`;
  const known = edwardsKeys.get(name);
  if (known) return known;
  const edwards = toEdwards(key);
  edwards[31] = (edwards[31] ?? 0) | signBit;
  const made = createPublicKey({ key: Buffer.concat([ED25519_DER, edwards]), format: 'der', type: 'spki' });
  if (edwardsKeys.size >= MAX_KEYS) edwardsKeys.clear();
  edwardsKeys.set(name, made);
  return made;
}

/** A public key with the type byte that Signal puts before it. */
export function typed(publicKey: Uint8Array): Buffer {
  return publicKey.length === 33 ? Buffer.from(publicKey) : Buffer.concat([Buffer.from([5]), publicKey]);
}

/** A public key without Signal's type byte. */
export function bare(publicKey: Uint8Array): Uint8Array {
  return publicKey.length === 33 ? publicKey.subarray(1) : publicKey;
}

function toEdwards(montgomery: Uint8Array): Buffer {
  const u = BigInt('0x' + Buffer.from(montgomery.toReversed()).toString('hex')) & ((1n << 255n) - 1n);
  const y = (((u - 1n + P) % P) * power((u + 1n) % P, P - 2n)) % P;
  return Buffer.from(Buffer.from(y.toString(16).padStart(64, '0'), 'hex').toReversed());
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let factor = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * factor) % P;
    factor = (factor * factor) % P;
  }
  return result;
}
