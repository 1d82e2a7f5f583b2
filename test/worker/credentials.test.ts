import { randomBytes } from 'node:crypto';
import { addTransactionCapability, Curve, type SignalKeyStoreWithTransaction } from '@whiskeysockets/baileys';
import {
  buildMergedTcTokenIndexWrite,
  readTcTokenIndex,
  storeTcTokensFromIqResult,
} from '@whiskeysockets/baileys/lib/Utils/tc-token-utils.js';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { Credentials } from '../../worker/whatsapp/credentials.ts';

const view = (credentials: Credentials) =>
  credentials.view(
    () => true,
    () => {},
  );
const asInBaileys = (credentials: Credentials) => {
  const retries = { maxCommitRetries: 1, delayBetweenTriesMs: 1 };
  return addTransactionCapability(view(credentials), pino({ level: 'silent' }), retries);
};

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

it('a step of a ratchet costs what it changed, and comes back whole', async () => {
  const record = (counter: number) => ({
    version: 'v1',
    _sessions: Object.fromEntries(
      Array.from({ length: 5 }, (_, i) => [
        `base key ${i}`,
        { rootKey: old[i], chainKey: { counter: i === 4 ? counter : 1, key: i === 4 ? steps[counter] : old[i] } },
      ]),
    ),
  });
  const key = () => randomBytes(32).toString('base64');
  const [old, steps] = [Array.from({ length: 5 }, key), Array.from({ length: 9 }, key)];
  const written = new Credentials();
  const read = new Credentials();
  const sizes: number[] = [];
  const commit = () => {
    const changes = written.takeChanges() ?? new Uint8Array();
    read.apply(changes);
    sizes.push(changes.length);
    expect(Buffer.from(read.pack()).equals(written.pack())).toBe(true);
  };
  written.replaceCreds({ ...written.creds, nextPreKeyId: 2 });
  await view(written).set({ session: { a: record(0), b: record(0) }, 'sender-key': { g: randomBytes(500) } } as object);
  commit();
  for (const counter of [1, 2]) {
    // Twice before it is committed: what the journal has is the step before both.
    await view(written).set({ session: { a: record(counter + 5), b: record(counter) } } as object);
    await view(written).set({ session: { a: record(counter) } } as object);
    written.replaceCreds({ ...written.creds, nextPreKeyId: 2 + counter });
    commit();
  }
  await view(written).set({ session: { a: null } });
  commit();
  await view(written).set({ session: { a: record(3) } } as object);
  commit();
  expect(Math.max(...sizes.slice(1, 3))).toBeLessThan(Math.min(sizes[0] ?? 0, 2_000) / 4);

  // A new owner goes on from where the last one was.
  await view(read).set({ session: { b: record(4) } } as object);
  const next = read.takeChanges() ?? new Uint8Array();
  written.apply(next);
  expect(Buffer.from(read.pack()).equals(written.pack())).toBe(true);
  expect(() => new Credentials().apply(next)).toThrow('dictionary');
});

it('a privacy token costs its own bytes, however many contacts have one', async () => {
  const contacts = Array.from({ length: 2_000 }, (_, i) => `${400_000_000_000_000 + i * 7_919}@lid`);
  const write = (keys: SignalKeyStoreWithTransaction, jid: string) => {
    const token = { tag: 'token', attrs: { type: 'trusted_contact', jid, t: '1767312000' }, content: randomBytes(11) };
    const result = { tag: 'iq', attrs: {}, content: [{ tag: 'tokens', attrs: {}, content: [token] }] };
    return storeTcTokensFromIqResult({ result, fallbackJid: jid, keys, getLIDForPN: async () => jid });
  };
  const written = new Credentials();
  const keys = asInBaileys(written);
  for (const jid of contacts) await write(keys, jid);
  // The index of all of them, which Baileys writes with each.
  const addToIndex = async (...jids: string[]) => keys.set({ tctoken: await buildMergedTcTokenIndexWrite(keys, jids) });
  await addToIndex(...contacts);
  const first = written.takeChanges() ?? new Uint8Array();
  await addToIndex(contacts[0] ?? '');
  expect(written.takeChanges()).toBeUndefined();
  await write(keys, '499999999999999@lid');
  await addToIndex('499999999999999@lid');
  const second = written.takeChanges() ?? new Uint8Array();
  expect(second.length).toBeLessThan(200);

  const read = new Credentials();
  for (const changes of [first, second]) read.apply(changes);
  const known = await readTcTokenIndex(asInBaileys(read));
  expect(known.toSorted()).toEqual([...contacts, '499999999999999@lid']);
  await view(read).set({ tctoken: { [contacts[0] ?? '']: null } });
  expect(await readTcTokenIndex(asInBaileys(read))).toHaveLength(2_000);
});
