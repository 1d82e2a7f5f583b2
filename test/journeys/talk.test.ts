import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { World } from './world.ts';

describe('a session from the QR code to its end', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.open();
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it('links a phone by QR and says so at each step', async () => {
    const tenant = await world.tenant();
    const phone = await world.phone('Ada');
    const session = await world.session(tenant, 'front desk');
    const qr = await session.nextQr();
    expect(qr.qr).toMatch(/^data:image\/png;base64,/);
    expect(Date.parse(qr.expiresAt)).toBeGreaterThan(Date.now());
    expect((await tenant.http.getQr(session.id)).qrString).toBe(qr.qrString);

    await phone.scan(qr.qrString);
    await session.status('connected');
    expect(session.statuses).toEqual(['connecting', 'qr_ready', 'authenticated', 'connected']);
    const ready = await session.until('session_ready', () =>
      session.events.find(({ type }) => type === 'session_ready'),
    );
    expect(ready).toMatchObject({ type: 'session_ready', phoneNumber: phone.number });
    // A list is of rows, which follow.
    const listed = async () => (await tenant.http.listSessions()).sessions.find(({ id }) => id === session.id);
    const linked = { label: 'front desk', status: 'connected', phoneNumber: phone.number };
    await expect.poll(listed).toMatchObject(linked);
    await expect(tenant.http.getQr(session.id)).rejects.toMatchObject({ code: 'qr_not_available', status: 409 });
  });

  it('takes a text to a phone and tells accepted, sent, delivered, read', async () => {
    const tenant = await world.tenant();
    const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
    const session = await world.linked(tenant, ada);
    const accepted = await tenant.http.sendMessage(session.id, { to: bob.number, message: 'Good morning' });
    expect(accepted.status).toBe('accepted');

    const shown = await bob.shows('Good morning');
    expect(shown.messageId).toBe(accepted.messageId);
    await session.messageStatus(accepted.messageId, 'delivered');
    await bob.reads(accepted.messageId);
    await session.messageStatus(accepted.messageId, 'read');
    expect(session.statusesOf(accepted.messageId)).toEqual(['sent', 'delivered', 'read']);
    await expect.poll(() => tenant.http.getMessage(session.id, accepted.messageId)).toMatchObject({ status: 'read' });
  });

  it('brings a text from a phone, with number and LID of who wrote it', async () => {
    const tenant = await world.tenant();
    const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
    const session = await world.linked(tenant, ada);
    const id = await bob.writes(ada.number, 'Are you open today?');
    const message = await session.receives('Are you open today?');
    expect(message).toMatchObject({
      id,
      fromMe: false,
      phoneNumber: bob.number,
      chatId: `${bob.number}@s.whatsapp.net`,
    });
    expect(message.lid).toMatch(/@lid$/);
    await expect.poll(async () => (await tenant.http.listMessages(session.id)).messages).toContainEqual(message);
    await bob.until('the receipt', (messages) =>
      messages.find(({ messageId, status }) => messageId === id && status === 'delivered'),
    );
  });

  it('sends what the WebSocket asks for, once for one requestId', async () => {
    const tenant = await world.tenant();
    const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
    const session = await world.linked(tenant, ada);
    const frame = { type: 'send_message', sessionId: session.id, to: bob.number, message: 'once' } as const;
    const send = () => world.frame(tenant, { ...frame, requestId: 'order-17' });
    const answers = [await send(), await send()];
    expect(answers[0]).toMatchObject({ type: 'message_accepted', requestId: 'order-17' });
    expect(answers[1]?.['messageId']).toBe(answers[0]?.['messageId']);
    await session.messageStatus(String(answers[0]?.['messageId']), 'delivered');
    expect((await bob.messages()).filter(({ content }) => content.text === 'once')).toHaveLength(1);
  });

  it('is logged out when the phone unlinks the device, and its credentials are gone', async () => {
    const tenant = await world.tenant();
    const ada = await world.phone('Ada');
    const session = await world.linked(tenant, ada);
    expect(await world.secretsOf(session.id)).not.toEqual([]);
    await ada.unlinks();
    const event = await session.status('logged_out');
    expect(event).toMatchObject({ reason: 'unlinked_on_the_phone' });
    await expect.poll(() => world.secretsOf(session.id)).toEqual([]);

    // The same session can be linked again.
    await tenant.http.startSession(session.id);
    await ada.scan((await session.nextQr()).qrString);
    await session.status('connected', session.events.indexOf(event));
  });

  it('logs out on request: the phone sees no device any more', async () => {
    const tenant = await world.tenant();
    const ada = await world.phone('Ada');
    const session = await world.linked(tenant, ada);
    await tenant.http.logoutSession(session.id);
    await session.status('logged_out');
    await expect.poll(() => ada.devices()).toEqual([]);
    await expect.poll(() => world.secretsOf(session.id)).toEqual([]);
  });

  it('stops and starts without a new scan', async () => {
    const tenant = await world.tenant();
    const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
    const session = await world.linked(tenant, ada);
    await tenant.http.stopSession(session.id);
    await session.status('disconnected');
    await expect(session.send(bob.number, 'no')).rejects.toMatchObject({ code: 'session_not_ready', status: 409 });
    await bob.writes(ada.number, 'while you were away');
    const before = session.events.length;
    await tenant.http.startSession(session.id);
    await session.status('connected', before);
    await session.receives('while you were away');
  });

  it('connects anew on request, and starting what is connected leaves it alone', async () => {
    const tenant = await world.tenant();
    const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
    const session = await world.linked(tenant, ada);
    const before = session.events.length;
    const { logins } = await world.stats();
    expect((await tenant.http.startSession(session.id)).status).toBe('connected');
    await tenant.http.reconnectSession(session.id);
    await session.status('connected', before);
    expect((await world.stats())['logins']).toBe((logins ?? 0) + 1);
    await bob.writes(ada.number, 'still there?');
    await session.receives('still there?');
  });

  it('deletes: disconnected, out of the list, and restored by a start', async () => {
    const tenant = await world.tenant();
    const ada = await world.phone('Ada');
    const session = await world.linked(tenant, ada);
    await tenant.http.deleteSession(session.id);
    await session.status('disconnected');
    const ids = async () => (await tenant.http.listSessions({ limit: 100 })).sessions.map(({ id }) => String(id));
    await expect.poll(ids).not.toContain(session.id);
    const before = session.events.length;
    await tenant.http.startSession(session.id);
    await session.status('connected', before);
    await expect.poll(ids).toContain(session.id);
  });
});
