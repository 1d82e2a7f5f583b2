import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Story } from './story.ts';
import { startStory } from './story.ts';

let world: Story;
beforeAll(async () => {
  world = await startStory();
});
afterAll(() => world.end());

test('a device shows a QR code, a phone scans it, and after the 515 restart it is logged in', async () => {
  const alice = await world.phone('Alice');
  const client = world.client();
  const deviceId = await alice.scan(await client.qr());
  expect(deviceId).toBe(1);
  expect(await client.closed(1)).toBe(515);
  await client.opened();
  await alice.events.find('the link', (each) => each.event === 'linked' && each.deviceId === 1);
  await alice.events.find('the login', (each) => each.event === 'connected' && each.deviceId === 1);
  expect(client.bare.creds.me).toMatchObject({
    id: `${alice.number}:1@s.whatsapp.net`,
    lid: `${alice.lid}:1@lid`,
  });
  const { body } = await world.call<{ number: string; name: string; devices: object[] }[]>('GET /phones');
  expect(body.find(({ number }) => number === alice.number)).toMatchObject({
    name: 'Alice',
    lid: alice.lid,
    devices: [{ id: 1, connected: true }],
  });
});

test('what is not a QR code, and a code that is no longer shown, are refused', async () => {
  const alice = await world.phone();
  const scan = (qr: string) => world.call(`POST /phones/${alice.number}/scan`, { qr });
  expect(await scan('https://example.com')).toMatchObject({ status: 400, body: { error: { code: 'not_a_qr' } } });
  const client = world.client();
  const qr = await client.qr();
  await client.end();
  await world.statsWhen(({ linking }) => linking === 0);
  expect(await scan(qr)).toMatchObject({ status: 409, body: { error: { code: 'stale_ref' } } });
});

test('a code is good for one scan', async () => {
  const [alice, bob] = [await world.phone(), await world.phone()];
  const client = world.client();
  const qr = await client.qr();
  await alice.scan(qr);
  await expect(bob.scan(qr)).rejects.toThrow('stale_ref');
});

test('a code whose keys were changed on the way is refused', async () => {
  const alice = await world.phone();
  const [ref, noise, , adv] = (await world.client().qr()).split(',');
  const forged = [ref, noise, Buffer.alloc(32, 7).toString('base64'), adv, '1'].join(',');
  await expect(alice.scan(forged)).rejects.toThrow('wrong_keys');
});

test('a device that signs with another identity is not linked', async () => {
  const alice = await world.phone();
  const client = world.client();
  const qr = await client.qr();
  client.bare.creds.signedIdentityKey.private = Buffer.alloc(32, 9);
  await expect(alice.scan(qr)).rejects.toThrow('not_signed');
  expect((await world.stats()).malformed).toBe(1);
});

test('a device that signed its prekey wrongly gets no QR code', async () => {
  const client = world.client();
  client.bare.creds.signedPreKey.signature = Buffer.alloc(64, 1);
  expect(await client.closed()).toBe(400);
});

test('codes run out as soon as the server gives no more', async () => {
  await world.call('POST /rules', { refs: 2 });
  const client = world.client({ qrTimeout: 20 });
  expect(await client.closed()).toBe(408);
  expect(client.updates.entries.filter(({ qr }) => qr !== undefined)).toHaveLength(2);
  await world.call('POST /rules', { refs: 6 });
});

test('a client that is too old is refused with 405, linked or not, until the rule is taken back', async () => {
  const client = await world.pair(await world.phone());
  await world.call('POST /rules', { oldestClient: '2.3000.9999999999' });
  expect(await world.client().closed()).toBe(405);
  await client.end();
  client.connect();
  expect(await client.closed()).toBe(405);
  await world.call('POST /rules', { oldestClient: '2.3000.0' });
  client.connect();
  await client.opened();
});
