import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { World } from './world.ts';

describe('a pairing code instead of the QR code', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.open();
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it('is asked for with the session, typed on the phone, and links it', async () => {
    const tenant = await world.tenant();
    const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
    const { id } = await tenant.http.createSession({ phoneNumber: `+${ada.number}` });
    const session = world.watch(tenant, id);
    const { code, expiresAt } = await session.until('a pairing code', () => session.codes[0]);
    expect(code).toMatch(/^[0-9A-Z]{8}$/);
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());
    expect(await ada.types(code)).toBe(true);
    await session.status('connected');
    await bob.writes(ada.number, 'linked by code');
    await session.receives('linked by code');
    await expect(tenant.http.requestPairingCode(id, { phoneNumber: ada.number })).rejects.toMatchObject({
      code: 'session_already_linked',
      status: 409,
    });
  });

  it('is asked for later; a wrong one does nothing, the right one links', async () => {
    const tenant = await world.tenant();
    const ada = await world.phone('Ada');
    const session = await world.session(tenant);
    await session.nextQr();
    const answer = await tenant.http.requestPairingCode(session.id, { phoneNumber: ada.number });
    if (!('code' in answer)) throw new Error('the code took long');
    expect(await ada.types(answer.code === 'AAAAAAAA' ? 'BBBBBBBB' : 'AAAAAAAA')).toBe(false);
    expect((await tenant.http.getSession(session.id)).status).toBe('qr_ready');
    expect(await ada.types(answer.code)).toBe(true);
    await session.status('connected');
  });

  it('is asked for on the WebSocket, and comes live', async () => {
    const tenant = await world.tenant();
    const ada = await world.phone('Ada');
    const session = await world.session(tenant);
    const { id } = session;
    const frame = { type: 'request_pairing_code', sessionId: id, phoneNumber: ada.number, requestId: 'a' };
    expect(await world.frame(tenant, frame)).toEqual({ type: 'pairing_code_requested', sessionId: id, requestId: 'a' });
    const { code } = await session.until('a pairing code', () => session.codes[0]);
    expect(await ada.types(code)).toBe(true);
    await session.status('connected');
  });

  it('can be left alone: the QR code beside it still links', async () => {
    const tenant = await world.tenant();
    const ada = await world.phone('Ada');
    const { id } = await tenant.http.createSession({ phoneNumber: ada.number });
    const session = world.watch(tenant, id);
    await session.until('a pairing code', () => session.codes[0]);
    await ada.scan((await session.nextQr()).qrString);
    await session.status('connected');
    expect((await tenant.http.getSession(id)).phoneNumber).toBe(ada.number);
  });

  it('is refused by WhatsApp for a number that it does not know: everybody who waits is told, and may ask again', async () => {
    const tenant = await world.tenant();
    const ada = await world.phone('Ada');
    const session = await world.session(tenant);
    const { id } = session;
    await session.nextQr();
    const nobody = { phoneNumber: '4915100000001' };
    await expect(tenant.http.requestPairingCode(id, nobody)).rejects.toMatchObject({
      code: 'not_on_whatsapp',
      status: 422,
      message: expect.stringMatching(/country code/),
    });
    const refused = { type: 'pairing_code_refused', error: { code: 'not_on_whatsapp' } };
    expect(await session.until('a refusal', () => session.refusals[0])).toMatchObject(refused);
    const late = world.watch(tenant, id);
    expect(await late.until('a refusal', () => late.refusals[0])).toMatchObject(refused);
    expect((await tenant.http.getSession(id)).status).toBe('qr_ready');

    const answer = await tenant.http.requestPairingCode(id, { phoneNumber: ada.number });
    if (!('code' in answer)) throw new Error('the code took long');
    expect(await ada.types(answer.code)).toBe(true);
    await session.status('connected');
    expect(session.refusals).toHaveLength(1);
  });
});
