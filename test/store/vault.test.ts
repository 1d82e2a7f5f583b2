import { randomBytes } from 'node:crypto';
import { CreateKeyCommand } from '@aws-sdk/client-kms';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import type { QrCode } from '../../core/model/events.ts';
import { newSessionId } from '../../core/model/ids.ts';
import { dataKeyKey, linkOfferKey } from '../../core/store/keys.ts';
import { deleteOffer, readOffer, writeOffer } from '../../core/store/linkOffers.ts';
import { queryPrefix } from '../../core/store/query.ts';
import {
  DamagedError,
  dataKeyFor,
  destroyDataKeys,
  findDataKey,
  isOutdated,
  seal,
  unseal,
} from '../../core/store/vault.ts';
import { at } from './samples.ts';
import { useStores } from './useStores.ts';

const stores = useStores();
const hex = (bytes: Uint8Array = new Uint8Array()) => Buffer.from(bytes).toString('hex');

test('a generation has one data key, whoever asks first', async () => {
  const { table, vault } = stores();
  const id = newSessionId();
  expect(await findDataKey(table, vault, id, 1)).toBeUndefined();
  const keys = await Promise.all(Array.from({ length: 5 }, () => dataKeyFor(table, vault, id, 1)));
  const texts = keys.map(({ clear }) => hex(clear));
  expect(new Set(texts).size).toBe(1);
  expect(hex((await findDataKey(table, vault, id, 1))?.clear)).toBe(texts[0]);
  expect(hex((await dataKeyFor(table, vault, id, 2)).clear)).not.toBe(texts[0]);
});

test('a destroyed key is gone, and the next one is another', async () => {
  const { table, vault } = stores();
  const id = newSessionId();
  const first = await dataKeyFor(table, vault, id, 1);
  await destroyDataKeys(table, id, 2);
  expect(await findDataKey(table, vault, id, 1)).toBeUndefined();
  expect(hex((await dataKeyFor(table, vault, id, 1)).clear)).not.toBe(hex(first.clear));
});

test('a data key is bound to its session and its generation', async () => {
  const { table, vault } = stores();
  const { db, TableName } = table;
  const [id, other] = [newSessionId(), newSessionId()];
  await dataKeyFor(table, vault, id, 1);
  const { pk, sk } = dataKeyKey(id, 1);
  const [item] = await queryPrefix(table, { pk, skPrefix: sk });
  await db.send(new PutCommand({ TableName, Item: { ...item, ...dataKeyKey(other, 1) } }));
  await db.send(new PutCommand({ TableName, Item: { ...item, ...dataKeyKey(id, 2) } }));
  await expect(findDataKey(table, vault, other, 1)).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
  await expect(findDataKey(table, vault, id, 2)).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
});

test.each([
  ['another place', (sealed: Buffer) => sealed, 'there'],
  ['a changed byte', (sealed: Buffer) => (sealed.fill(sealed.readUInt8(40) ^ 1, 40, 41), sealed), 'here'],
  ['a shortened tag', (sealed: Buffer) => sealed.subarray(0, 20), 'here'],
  ['an unknown version', (sealed: Buffer) => (sealed.fill(2, 0, 1), sealed), 'here'],
  ['nothing at all', () => Buffer.alloc(0), 'here'],
])('a sealed value does not open: %s', (_, change, place) => {
  const key = randomBytes(32);
  const clear = Buffer.from('the credentials of a session');
  const sealed = Buffer.from(seal(key, 'here', clear));
  expect(Buffer.from(unseal(key, 'here', sealed)).equals(clear)).toBe(true);
  expect(sealed.includes(clear)).toBe(false);
  expect(() => unseal(key, place, change(sealed))).toThrow(DamagedError);
});

test('a QR code is readable until it expires, and never in clear in the table', async () => {
  const { table, vault } = stores();
  const id = newSessionId();
  const qr: QrCode = { qrString: '2@not-a-real-code,abc', attempt: 1, expiresAt: at(60) };
  const now = Date.parse(at(30));
  expect(await readOffer(table, vault, id, 'qr', now)).toBeUndefined();
  await writeOffer(table, id, 'qr', { generation: 1, dataKey: (await dataKeyFor(table, vault, id, 1)).clear }, qr);
  expect(await readOffer(table, vault, id, 'qr', now)).toEqual(qr);
  expect(await readOffer(table, vault, id, 'qr', Date.parse(at(60)))).toBeUndefined();
  const items = await queryPrefix(table, { pk: linkOfferKey(id, 'qr').pk, skPrefix: 'qr' });
  expect(JSON.stringify(items)).not.toContain('not-a-real-code');
  await deleteOffer(table, id, 'qr');
  expect(await readOffer(table, vault, id, 'qr', now)).toBeUndefined();
});

test('a data key opens after KMS_KEY_ID has changed, and is outdated then', async () => {
  const { table, vault } = stores();
  const id = newSessionId();
  const made = await dataKeyFor(table, vault, id, 1);
  expect(isOutdated(made, vault, 90)).toBe(false);
  expect(isOutdated(made, { ...vault, keyId: made.wrappedBy ?? '' }, 90)).toBe(false);
  const { KeyMetadata } = await (await vault.kms()).client.send(new CreateKeyCommand());
  const moved = { ...vault, keyId: KeyMetadata?.KeyId ?? '' };
  const found = await findDataKey(table, moved, id, 1);
  expect(hex(found?.clear)).toBe(hex(made.clear));
  expect(found && isOutdated(found, moved, 90)).toBe(true);
  expect(isOutdated(await dataKeyFor(table, moved, id, 2), moved, 90)).toBe(false);
});

test('a data key serves its days', async () => {
  const { table, vault } = stores();
  const made = await dataKeyFor(table, vault, newSessionId(), 1);
  const day = 24 * 3600 * 1000;
  expect(isOutdated(made, vault, 90, Date.now() + 89 * day)).toBe(false);
  expect(isOutdated(made, vault, 90, Date.now() + 91 * day)).toBe(true);
});
