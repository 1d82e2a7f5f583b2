import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Story } from './story.ts';
import { startStory } from './story.ts';

let world: Story;
beforeAll(async () => {
  world = await startStory();
});
afterEach(() => world.call('POST /rules', { pairingCodeSeconds: 180, passkey: [] }));
afterAll(() => world.end());

test('a code is typed wrongly, then rightly, and the device is linked', async () => {
  const alice = await world.phone();
  const client = world.client();
  const code = await client.pairingCode(alice.number);
  expect(await alice.types('AAAAAAAA')).toEqual({ status: 409, error: 'wrong_code' });
  expect(await alice.types(`${code.slice(0, 4)}-${code.slice(4).toLowerCase()}`)).toEqual({ status: 200 });
  await client.opened();
  expect(client.bare.creds).toMatchObject({ registered: true, me: { id: `${alice.number}:1@s.whatsapp.net` } });
  expect((await world.stats()).malformed).toBe(0);
});

test('a code that was asked for too long ago is refused', async () => {
  await world.call('POST /rules', { pairingCodeSeconds: 0 });
  const alice = await world.phone();
  const client = world.client();
  const code = await client.pairingCode(alice.number);
  expect(await alice.types(code)).toEqual({ status: 409, error: 'expired' });
  await client.end();
});

test('a code that the device has abandoned links nothing, and the device’s next connect is refused', async () => {
  const alice = await world.phone();
  const client = world.client();
  const code = await client.pairingCode(alice.number);
  await alice.events.find('the wish to be linked', ({ event }) => event === 'pairing-code');
  await client.end();
  await world.statsWhen(({ linking }) => linking === 0);
  expect(await alice.types(code)).toEqual({ status: 409, error: 'no_request' });
  // Asking for a code has given the client a name already, so that it now logs in where it should be linked.
  client.connect();
  expect(await client.closed()).toBe(401);
});

test('a phone that demands a passkey links neither by QR code nor by pairing code', async () => {
  const alice = await world.phone();
  await world.call('POST /rules', { passkey: [alice.number] });
  const byQr = world.client();
  const asked = new Promise((resolve) =>
    byQr.bare.socket.ws.on('CB:notification,type:passkey_prologue_request', resolve),
  );
  await expect(alice.scan(await byQr.qr())).rejects.toThrow('passkey_required');
  await asked;
  const code = await world.client().pairingCode(alice.number);
  expect(await alice.types(code)).toEqual({ status: 409, error: 'passkey_required' });
});

test('a browser that does not exist gets no code', async () => {
  const alice = await world.phone();
  const client = world.client({ browser: ['Acme', 'Chrome', '1.0'] });
  const refused = new Promise<{ attrs: object }>((resolve) => client.bare.socket.ws.on('CB:iq,type:error', resolve));
  await client.pairingCode(alice.number);
  expect((await refused).attrs).toMatchObject({ type: 'error' });
});
