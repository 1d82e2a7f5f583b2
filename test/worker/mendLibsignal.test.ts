import * as libsignal from 'libsignal';
import { ProtocolAddress, SessionBuilder, SessionCipher, SessionRecord } from 'libsignal';
import { expect, it, vi } from 'vitest';
import '../../worker/whatsapp/mendLibsignal.ts';

type KeyPair = { pubKey: Buffer; privKey: Buffer };
interface Curve {
  generateKeyPair: () => KeyPair;
  calculateSignature: (key: Buffer, message: Buffer) => Buffer;
}
const { generateKeyPair, calculateSignature } = (libsignal as unknown as { curve: Curve }).curve;

/** One side of a conversation, with keys in memory. */
function party() {
  const identity = generateKeyPair();
  const signed = generateKeyPair();
  const preKeys = new Map<number, KeyPair>();
  const sessions = new Map<string, unknown>();
  return {
    loadSession: async (id: string) => {
      const data = sessions.get(id);
      return data ? SessionRecord.deserialize(data as Uint8Array) : undefined;
    },
    storeSession: async (id: string, record: SessionRecord) => void sessions.set(id, record.serialize()),
    isTrustedIdentity: () => true,
    loadPreKey: async (id: number | string) => preKeys.get(Number(id)),
    removePreKey: (id: number) => void preKeys.delete(id),
    loadSignedPreKey: () => signed,
    getOurRegistrationId: () => 1,
    getOurIdentity: () => identity,
    bundle: (keyId: number) => {
      const preKey = generateKeyPair();
      preKeys.set(keyId, preKey);
      const signature = calculateSignature(identity.privKey, signed.pubKey);
      return {
        registrationId: 1,
        identityKey: identity.pubKey,
        signedPreKey: { keyId: 1, publicKey: signed.pubKey, signature },
        preKey: { keyId, publicKey: preKey.pubKey },
      };
    },
  };
}

it('a message tried on the wrong one of two sessions does not ruin that session', async () => {
  for (const method of ['info', 'warn', 'error'] as const) vi.spyOn(console, method).mockImplementation(() => {});
  const [alice, bob] = [party(), party()];
  const [toBob, toAlice] = [new ProtocolAddress('bob', 1), new ProtocolAddress('alice', 1)];
  const cipher = { alice: new SessionCipher(alice, toBob), bob: new SessionCipher(bob, toAlice) };
  const read = async (who: 'alice' | 'bob', { type, body }: { type: number; body: string }) => {
    const bytes = Buffer.from(body, 'binary');
    const text = type === 3 ? cipher[who].decryptPreKeyWhisperMessage(bytes) : cipher[who].decryptWhisperMessage(bytes);
    return String(await text);
  };
  const write = (who: 'alice' | 'bob', text: string) => cipher[who].encrypt(Buffer.from(text));

  // An old session that has gone both ways, and a new one beside it that Bob has not answered yet.
  await new SessionBuilder(alice, toBob).initOutgoing(bob.bundle(1));
  await read('bob', await write('alice', 'hello'));
  await read('alice', await write('bob', 'hello back'));
  const late = await write('bob', 'still on the old one');
  await new SessionBuilder(alice, toBob).initOutgoing(bob.bundle(2));

  expect(await read('alice', late)).toBe('still on the old one');
  expect(await read('bob', await write('alice', 'on the new one'))).toBe('on the new one');
  expect(await read('alice', await write('bob', 'and back'))).toBe('and back');
});
