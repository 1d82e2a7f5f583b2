import { expect, test } from 'vitest';
import type { OwnKeys } from '../../simulator/phone/signal/cipher.ts';
import { decryptMessage, encryptMessage, startSession } from '../../simulator/phone/signal/cipher.ts';
import { CounterReused } from '../../simulator/phone/signal/ratchet.ts';
import type { SessionRecord } from '../../simulator/phone/signal/session.ts';
import { generateKeyPair, sign, typed } from '../../simulator/wire/curve.ts';

function somebody() {
  const identity = generateKeyPair();
  const [signed, preKey] = [generateKeyPair(), generateKeyPair()];
  const keys: OwnKeys = { identity, registrationId: 1, signedPreKey: () => signed, preKey: () => preKey };
  const record: SessionRecord = { open: undefined, archived: [] };
  const signature = sign(identity.private, typed(signed.public));
  const bundle = {
    registrationId: 1,
    identity: identity.public,
    signedPreKey: { id: 1, public: signed.public, signature },
    preKey: { id: 7, public: preKey.public },
  };
  const writes = (text: string) => encryptMessage(keys, record, Buffer.from(text));
  const reads = (from: Buffer, message: ReturnType<typeof writes>) =>
    decryptMessage(keys, record, from, message).plaintext.toString();
  return { identity: identity.public, keys, record, bundle, writes, reads };
}

function pair() {
  const [alice, bob] = [somebody(), somebody()];
  startSession(alice.keys, alice.record, bob.bundle);
  return { alice, bob };
}

test('a conversation in both directions, with messages out of order', () => {
  const { alice, bob } = pair();
  expect(bob.reads(alice.identity, alice.writes('hello'))).toBe('hello');
  for (let turn = 0; turn < 5; turn += 1) {
    const [first, second, third] = ['a', 'b', 'c'].map((text) => bob.writes(text));
    expect(alice.reads(bob.identity, third!)).toBe('c');
    expect(bob.reads(alice.identity, alice.writes('ok'))).toBe('ok');
    expect(alice.reads(bob.identity, first!)).toBe('a');
    expect(alice.reads(bob.identity, second!)).toBe('b');
  }
});

test('a message key serves once, and a changed message is not read', () => {
  const { alice, bob } = pair();
  bob.reads(alice.identity, alice.writes('hello'));
  alice.reads(bob.identity, bob.writes('hello'));
  const message = alice.writes('once');
  const changed = { ...message, body: Buffer.from(message.body) };
  changed.body[changed.body.length - 1]! ^= 1;
  expect(() => bob.reads(alice.identity, changed)).toThrow('no session fits');
  expect(bob.reads(alice.identity, message)).toBe('once');
  expect(() => bob.reads(alice.identity, message)).toThrow(CounterReused);
});

test('a session that was replaced still reads what was on its way', () => {
  const { alice, bob } = pair();
  bob.reads(alice.identity, alice.writes('hello'));
  alice.reads(bob.identity, bob.writes('hello'));
  const late = alice.writes('late');
  startSession(alice.keys, alice.record, bob.bundle);
  expect(bob.reads(alice.identity, alice.writes('new session'))).toBe('new session');
  expect(bob.reads(alice.identity, late)).toBe('late');
  expect(bob.record.archived).toHaveLength(1);
});

test('a bundle with a forged prekey, and a first message of another identity, are refused', () => {
  const [alice, bob] = [somebody(), somebody()];
  const forged = { ...bob.bundle, signedPreKey: { ...bob.bundle.signedPreKey, public: generateKeyPair().public } };
  expect(() => startSession(alice.keys, alice.record, forged)).toThrow('wrong signature');
  startSession(alice.keys, alice.record, bob.bundle);
  expect(() => bob.reads(generateKeyPair().public, alice.writes('hi'))).toThrow('identity');
});
