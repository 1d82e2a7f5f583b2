import { proto } from '@whiskeysockets/baileys';
import type { KeyPair } from './curve.ts';
import { generateKeyPair, sign } from './curve.ts';

/** What proves the server: its root and static keys, and the chain it shows in the handshake. */
export type ServerKeys = { root: KeyPair; staticKey: KeyPair; chain: Buffer };

const DAY = 24 * 60 * 60;

/** Makes a root, and a chain of two certificates that ends at the server's static key. */
export function createServerKeys(): ServerKeys {
  const root = generateKeyPair();
  const intermediate = generateKeyPair();
  const staticKey = generateKeyPair();
  const chain = proto.CertChain.encode({
    intermediate: certificate(1, 0, intermediate.public, root),
    leaf: certificate(2, 1, staticKey.public, intermediate),
  }).finish();
  return { root, staticKey, chain: Buffer.from(chain) };
}

function certificate(serial: number, issuerSerial: number, key: Buffer, issuer: KeyPair) {
  const now = Math.floor(Date.now() / 1000);
  const details = proto.CertChain.NoiseCertificate.Details.encode({
    serial,
    issuerSerial,
    key,
    notBefore: now - DAY,
    notAfter: now + 3650 * DAY,
  }).finish();
  return { details, signature: sign(issuer.private, details) };
}
