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

/** A fresh Curve25519 key pair. */
export function generateKeyPair(): KeyPair {
  const pair = generateKeyPairSync('x25519', {
    publicKeyEncoding: { format: 'der', type: 'spki' },
    privateKeyEncoding: { format: 'der', type: 'pkcs8' },
  });
  return { public: pair.publicKey.subarray(PUBLIC_DER.length), private: pair.privateKey.subarray(PRIVATE_DER.length) };
}

/** The Diffie-Hellman secret of our private key and their public one. */
export function sharedSecret(privateKey: Uint8Array, publicKey: Uint8Array): Buffer {
  return diffieHellman({
    privateKey: createPrivateKey({ key: Buffer.concat([PRIVATE_DER, privateKey]), format: 'der', type: 'pkcs8' }),
    publicKey: createPublicKey({ key: Buffer.concat([PUBLIC_DER, bare(publicKey)]), format: 'der', type: 'spki' }),
  });
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
  const edwards = toEdwards(key);
  edwards[31] = (edwards[31] ?? 0) | signBit;
  try {
    const ed25519 = createPublicKey({ key: Buffer.concat([ED25519_DER, edwards]), format: 'der', type: 'spki' });
    return verifyEd25519(null, message, ed25519, signatureCopy);
  } catch {
    return false;
  }
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
