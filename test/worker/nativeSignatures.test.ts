import { randomBytes } from 'node:crypto';
import { Curve } from '@whiskeysockets/baileys';
import curve25519 from 'curve25519-js';
import { expect, test } from 'vitest';

const inJavaScript = curve25519.verify;
await import('../../worker/whatsapp/nativeSignatures.ts');
const inNode = curve25519.verify;

const flipped = (bytes: Uint8Array, bit: number) => {
  const copy = Uint8Array.from(bytes);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
};

test('Node says of a signature what the library says, whatever bit of it is changed', () => {
  expect(inNode).not.toBe(inJavaScript);
  // Both signs of the Edwards key come up.
  for (let round = 0; round < 4; round++) {
    const { private: secret, public: key } = Curve.generateKeyPair();
    const message = randomBytes(round * 7);
    const signature = Curve.sign(secret, message);
    expect(inNode(key, message, signature)).toBe(true);
    const tries: [Uint8Array, Uint8Array, Uint8Array][] = [
      ...[0, 100, 254].map((bit) => [flipped(key, bit), message, signature] as [Uint8Array, Uint8Array, Uint8Array]),
      ...[0, 255, 256, 400, 511].map(
        (bit) => [key, message, flipped(signature, bit)] as [Uint8Array, Uint8Array, Uint8Array],
      ),
      [key, Buffer.concat([message, Buffer.of(1)]), signature],
      [randomBytes(32), message, signature],
      [key, message, randomBytes(64)],
    ];
    for (const [k, m, s] of tries) expect(inNode(k, m, s)).toBe(inJavaScript(k, m, s));
  }
});

test('Baileys and libsignal verify by Node, a prefixed key too', async () => {
  const { verifySignature } = await import('libsignal/src/curve.js');
  const { private: secret, public: key } = Curve.generateKeyPair();
  const message = randomBytes(50);
  const signature = Curve.sign(secret, message);
  const prefixed = Buffer.concat([Buffer.of(5), key]);
  const before = process.cpuUsage();
  for (let i = 0; i < 100; i++) expect(verifySignature(prefixed, message, signature)).toBe(true);
  expect(verifySignature(prefixed, randomBytes(50), signature)).toBe(false);
  // In JavaScript this would be a second; what others take of the machine does not count.
  expect(process.cpuUsage(before).user / 1_000).toBeLessThan(500);
});
