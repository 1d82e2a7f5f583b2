import { proto } from '@whiskeysockets/baileys';
import { expect, test } from 'vitest';
import { createServerKeys } from '../../simulator/wire/certificate.ts';
import { generateKeyPair, sharedSecret, sign, verify } from '../../simulator/wire/curve.ts';
import { frame, FrameReader } from '../../simulator/wire/framing.ts';
import { formatJid, parseJid } from '../../simulator/wire/jid.ts';

test('a signature is accepted from its key for its message only', () => {
  const [mine, other] = [generateKeyPair(), generateKeyPair()];
  for (let turn = 0; turn < 20; turn += 1) {
    const message = Buffer.from(`message ${turn}`);
    const signature = sign(mine.private, message);
    expect(verify(mine.public, message, signature)).toBe(true);
    expect(verify(other.public, message, signature)).toBe(false);
    expect(verify(mine.public, Buffer.from('another'), signature)).toBe(false);
    signature[3] = (signature[3] ?? 0) ^ 1;
    expect(verify(mine.public, message, signature)).toBe(false);
  }
  expect(verify(mine.public, Buffer.alloc(3), Buffer.alloc(64, 1))).toBe(false);
});

test('both sides of an agreement come to the same secret', () => {
  const [mine, other] = [generateKeyPair(), generateKeyPair()];
  expect(sharedSecret(mine.private, other.public)).toEqual(sharedSecret(other.private, mine.public));
});

test('the certificates lead from the root to the server’s key', () => {
  const { root, staticKey, chain } = createServerKeys();
  const { intermediate, leaf } = proto.CertChain.decode(chain);
  const detailsOf = (bytes: Uint8Array) => proto.CertChain.NoiseCertificate.Details.decode(bytes);
  const middle = detailsOf(intermediate!.details!);
  expect(verify(root.public, intermediate!.details!, intermediate!.signature!)).toBe(true);
  expect(verify(middle.key!, leaf!.details!, leaf!.signature!)).toBe(true);
  expect(middle.issuerSerial).toBe(0);
  expect(Buffer.from(detailsOf(leaf!.details!).key!)).toEqual(staticKey.public);
});

test('frames are cut wherever the stream breaks them, with or without routing information', () => {
  const intro = Buffer.from([0x57, 0x41, 6, 3]);
  const routing = Buffer.from([0x45, 0x44, 0, 1, 0, 0, 2, 8, 8]);
  for (const start of [intro, Buffer.concat([routing, intro])]) {
    const stream = Buffer.concat([start, frame(Buffer.from('one')), frame(Buffer.from('two'))]);
    const reader = new FrameReader();
    const frames = [...stream].flatMap((byte) => reader.push(Buffer.from([byte])));
    expect(frames.map(String)).toEqual(['one', 'two']);
  }
  expect(() => new FrameReader().push(Buffer.from('GET / HTTP/1.1'))).toThrow('intro');
});

test('JIDs are read and written', () => {
  expect(parseJid('49:7@s.whatsapp.net')).toEqual({ user: '49', device: 7, server: 's.whatsapp.net' });
  expect(parseJid('49@c.us')).toEqual({ user: '49', device: 0, server: 's.whatsapp.net' });
  expect(parseJid('@s.whatsapp.net')).toBeUndefined();
  expect(formatJid('123', 2, 'lid')).toBe('123:2@lid');
});
