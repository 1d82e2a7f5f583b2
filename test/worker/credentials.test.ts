import { Curve } from '@whiskeysockets/baileys';
import { expect, it } from 'vitest';
import { Credentials } from '../../worker/whatsapp/credentials.ts';

const view = (credentials: Credentials) =>
  credentials.view(
    () => true,
    () => {},
  );

it('prekeys come back whole, from their private halves', async () => {
  const pairs = Object.fromEntries(Array.from({ length: 812 }, (_, i) => [String(i + 1), Curve.generateKeyPair()]));
  const written = new Credentials();
  await view(written).set({ 'pre-key': pairs });
  const changes = written.takeChanges();
  const read = new Credentials();
  read.apply(changes ?? new Uint8Array());
  const found = await view(read).get('pre-key', Object.keys(pairs));
  for (const [id, pair] of Object.entries(pairs)) {
    expect(Buffer.from(found[id]?.public ?? []).equals(pair.public)).toBe(true);
    expect(Buffer.from(found[id]?.private ?? []).equals(pair.private)).toBe(true);
  }
  // 32 bytes each, and what JSON and base 64 leave after compression.
  expect(changes?.length).toBeLessThan(812 * 45);
});

it('what was deleted stays deleted, and a closing socket changes nothing', async () => {
  const credentials = new Credentials();
  let open = true;
  const keys = credentials.view(
    () => open,
    () => {},
  );
  await keys.set({ session: { a: Buffer.from('1'), b: Buffer.from('2') } });
  await keys.set({ session: { a: null } });
  const changes = credentials.takeChanges() ?? new Uint8Array();
  const read = new Credentials();
  read.apply(changes);
  expect(read.peek('session', 'a')).toBeUndefined();
  expect(read.peek('session', 'b')).toEqual(Buffer.from('2'));
  open = false;
  await keys.set({ session: { b: null } });
  expect(credentials.peek('session', 'b')).toEqual(Buffer.from('2'));
  expect(credentials.takeChanges()).toBeUndefined();
});
