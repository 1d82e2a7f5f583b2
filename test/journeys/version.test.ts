import { EventEmitter, on } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnsweredCall } from '../../local/traffic/traffic.ts';
import { callControl } from '../simulator/controlClient.ts';
import { type Tenant, World } from './world.ts';

/** No client is as new as this, unless somebody says so. */
const NEW = '2.3999.1';

/** Told of each time that the worker has read what the fleet goes by. */
const reads = new EventEmitter();
const observe = ({ caller, action, target, startedAt }: AnsweredCall) => {
  if (caller.startsWith('worker') && action === 'GetItem' && target.pk === 'F') reads.emit('read', startedAt);
};

/** Resolves when the worker knows what was set until now. */
async function isKnown(): Promise<void> {
  const since = performance.now();
  for await (const [startedAt] of on(reads, 'read')) if (startedAt > since) return;
}

describe('when WhatsApp refuses what has become too old', () => {
  let world: World;
  let operator: Tenant;
  beforeAll(async () => {
    world = await World.open({ traffic: { observe } });
    operator = await world.tenant('admin');
  });
  afterAll(() => world[Symbol.asyncDispose]());
  const refuseBelow = (oldestClient: string) => callControl(world.simulator, 'POST /rules', { oldestClient });
  const drop = (number: string) => callControl(world.simulator, 'POST /faults', { number, kind: 'drop' });

  it('sessions say so, and come back without a scan when an operator sets a version that it takes', async () => {
    const tenant = await world.tenant();
    const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
    const [linked, stopped] = [await world.linked(tenant, ada), await world.linked(tenant, bob)];
    const before = await operator.http.getWhatsAppVersion();
    expect(before).toEqual({ good: expect.stringMatching(/^2\./), goodAt: expect.any(String) });

    await refuseBelow(NEW);
    await Promise.all([drop(ada.number), drop(bob.number)]);
    const unlinked = await world.session(tenant);
    for (const session of [linked, stopped, unlinked]) {
      expect(await session.status('failed')).toMatchObject({
        reason: 'client_outdated',
        userAction: expect.stringMatching(/operator/),
      });
    }
    // A version that is too old as well does not help, and is no end.
    await operator.http.setWhatsAppVersion({ version: '2.3998.1' });
    const again = () => linked.statuses.filter((status) => status === 'failed').length > 1;
    await linked.until('another refusal', () => again() || undefined);
    await tenant.http.stopSession(stopped.id);
    expect(await stopped.status('disconnected')).toMatchObject({ reason: 'stopped_by_user' });
    const [codes, refused] = [linked.qrs.length, linked.events.length];

    await operator.http.setWhatsAppVersion({ version: NEW });
    await linked.status('connected', refused);
    expect(linked.qrs).toHaveLength(codes);
    await unlinked.nextQr();
    // A worker notes it beside everything else.
    await expect.poll(() => operator.http.getWhatsAppVersion()).toMatchObject({ version: NEW, good: NEW });
    expect((await tenant.http.getSession(stopped.id)).status).toBe('disconnected');
  });

  it('a version that it never took is passed over for the last one that it did', async () => {
    const tenant = await world.tenant();
    const ada = await world.phone('Ada');
    const session = await world.linked(tenant, ada);
    await operator.http.setWhatsAppVersion({ version: '2.1.1' });
    await isKnown();
    const before = session.events.length;
    await drop(ada.number);
    await session.status('connected', before);
    expect(session.events.slice(before)).toContainEqual(
      expect.objectContaining({ status: 'reconnecting', reason: 'client_outdated' }),
    );
    expect(session.statuses).not.toContain('failed');
    expect((await operator.http.getWhatsAppVersion()).good).toBe(NEW);
  });
});
