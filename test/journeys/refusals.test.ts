import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callControl } from '../simulator/controlClient.ts';
import { World } from './world.ts';

describe('a phone that cannot be linked is a state with a reason and a next step', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.open();
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it('demands a passkey', async () => {
    const tenant = await world.tenant();
    const ada = await world.phone('Ada');
    await callControl(world.simulator, 'POST /rules', { passkey: [ada.number] });
    const session = await world.session(tenant);
    await expect(ada.scan((await session.nextQr()).qrString)).rejects.toThrow(/scan/);
    expect(await session.status('failed')).toMatchObject({
      reason: 'passkey_required',
      userAction: expect.stringContaining('passkey'),
    });
    await callControl(world.simulator, 'POST /rules', { passkey: [] });
    const before = session.events.length;
    await tenant.http.startSession(session.id);
    await ada.scan((await session.nextQr()).qrString);
    await session.status('connected', before);
  });

  it('banned', async () => {
    const tenant = await world.tenant();
    const ada = await world.phone('Ada');
    const session = await world.linked(tenant, ada);
    await callControl(world.simulator, 'POST /faults', { number: ada.number, kind: '403' });
    expect(await session.status('failed')).toMatchObject({ reason: 'banned', userAction: expect.stringMatching(/\w/) });
    // The link is kept: when the trouble is over, a start is enough.
    const before = session.events.length;
    await callControl(world.simulator, 'DELETE /faults');
    await tenant.http.startSession(session.id);
    await session.status('connected', before);
    expect(session.qrs).toHaveLength(1);
  });

  it('its tries are counted from one again, and the next one is made at once, when somebody asks for that', async () => {
    const tenant = await world.tenant();
    const ada = await world.phone('Ada');
    const session = await world.linked(tenant, ada);
    const state = session.events.length;
    // A connection that stands is left alone.
    await tenant.http.resetAttempts(session.id);

    await callControl(world.simulator, 'POST /faults', { number: ada.number, kind: '503', seconds: 60 });
    const lost = async (from: number) => {
      const event = await session.status('reconnecting', from);
      return { event, next: session.events.indexOf(event) + 1 };
    };
    const first = await lost(state);
    expect(session.events.slice(state).filter(({ type }) => type === 'status_update')).toEqual([first.event]);
    expect(first.event).toMatchObject({ attempt: 1, reason: 'service_unavailable' });
    const { nextRetryAt = '' } = first.event as { nextRetryAt?: string };
    await tenant.http.resetAttempts(session.id);
    const second = await lost(first.next);
    expect(second.event).toMatchObject({ attempt: 1, reason: 'service_unavailable' });
    expect(second.event.timestamp < nextRetryAt).toBe(true);

    await callControl(world.simulator, 'DELETE /faults');
    await tenant.http.resetAttempts(session.id);
    const connected = await session.status('connected', second.next);
    expect(connected.timestamp < ((second.event as { nextRetryAt?: string }).nextRetryAt ?? '')).toBe(true);
    await tenant.http.stopSession(session.id);
    await session.status('disconnected');
    expect((await tenant.http.resetAttempts(session.id)).status).toBe('disconnected');
  });

  it.each(['503', '515', 'drop', '500', '405'])('comes back by itself after %s', async (kind) => {
    const tenant = await world.tenant();
    const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
    const session = await world.linked(tenant, ada);
    const before = session.events.length;
    await callControl(world.simulator, 'POST /faults', { number: ada.number, kind });
    await session.status('connected', before);
    await bob.writes(ada.number, `after ${kind}`);
    expect(await session.receives(`after ${kind}`)).toMatchObject({ phoneNumber: bob.number });
  });
});
