/**
 * Curve25519 signatures are verified by Node. curve25519-js, on which libsignal stands, does it in JavaScript and takes
 * 10 ms: twice at each connect, and once for each message in a group. A Montgomery key is mapped to its Edwards twin, of
 * which Ed25519 knows the rest; the answer is the same.
 */
import { createPublicKey, type KeyObject, verify as verifyEd25519 } from 'node:crypto';
import curve25519 from 'curve25519-js';
import { growingCache } from '../growingCache.ts';

/** An Ed25519 public key in SPKI is these 12 bytes and the key. */
const SPKI_ED25519 = Buffer.from('302a300506032b6570032100', 'hex');
const P = 2n ** 255n - 19n;

/** By key and sign: the same few keys are asked for again and again, and the twin is dear to find. */
const twins = growingCache<string, KeyObject>(10_000);

/** @param signature the top bit of its last byte is the sign of the Edwards key */
curve25519.verify = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean => {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const plain = Uint8Array.from(signature);
  const last = plain[63] ?? 0;
  plain[63] = last & 0x7f;
  try {
    return verifyEd25519(null, message, twinOf(publicKey, last & 0x80), plain);
  } catch {
    // Bytes that are no point of the curve.
    return false;
  }
};

function twinOf(publicKey: Uint8Array, sign: number): KeyObject {
  const name = `${Buffer.from(publicKey).toString('base64')}${sign}`;
  const known = twins.get(name);
  if (known) return known;
  const bytes = edwardsY(publicKey);
  bytes[31] = (bytes[31] ?? 0) | sign;
  const key = createPublicKey({ key: Buffer.concat([SPKI_ED25519, bytes]), format: 'der', type: 'spki' });
  twins.set(name, key);
  return key;
}

/** y = (u - 1) / (u + 1), little-endian. */
function edwardsY(montgomery: Uint8Array): Buffer {
  const u = BigInt(`0x${Buffer.from(montgomery.toReversed()).toString('hex')}`) & (2n ** 255n - 1n);
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
