import { describe, expect, test } from 'vitest';
import { newSessionId, type TenantId } from '../../core/model/ids.ts';
import { NOBODY } from '../../core/store/keys.ts';
import { restSession } from '../../core/store/ownership.ts';
import { projectSession } from '../../core/store/projections.ts';
import { askOf } from '../../core/store/asks.ts';
import { createSession, getSession, listSessions, type NewSession, toSession } from '../../core/store/sessions.ts';
import { at, entry, heldSession, newSession, tenant } from './samples.ts';
import { useStores } from './useStores.ts';

const stores = useStores();

describe('creating', () => {
  const asked = (change: Partial<NewSession> = {}): NewSession => ({
    id: newSessionId(),
    tenant: tenant(),
    label: 'Front desk',
    metadata: { room: '12' },
    now: at(0),
    ...change,
  });

  test('a session that waits for a worker', async () => {
    const { table } = stores();
    const wish = asked();
    const { row, existed } = await createSession(table, wish);
    expect(existed).toBe(false);
    expect(await getSession(table, wish.id)).toEqual(row);
    expect(row).toMatchObject({ owner: NOBODY, wanted: 'connected', epoch: 0 });
    expect(toSession(row)).toMatchObject({ status: 'pending', label: 'Front desk', metadata: { room: '12' } });
    expect(toSession(row)).not.toHaveProperty('tenant');
  });

  test('a repeat finds the first; another request under the key is a conflict', async () => {
    const { table } = stores();
    const wish = asked({ fingerprint: 'one' });
    const { row } = await createSession(table, wish);
    expect(await createSession(table, { ...wish, now: at(5) })).toEqual({ row, existed: true });
    await expect(createSession(table, { ...wish, fingerprint: 'two' })).rejects.toMatchObject({
      code: 'idempotency_conflict',
    });
    expect(await getSession(table, wish.id)).toEqual(row);
  });
});

describe('asking', () => {
  test('counts every ask and leaves a worker its session', async () => {
    const { table } = stores();
    const { id, worker } = await heldSession(table);
    expect(await askOf(table, id, 'stopped', { now: at(5) })).toMatchObject({
      wanted: 'stopped',
      asks: 2,
      owner: worker,
    });
    expect(await askOf(table, id, 'connected', { now: at(6) })).toMatchObject({ asks: 3, updatedAt: at(6) });
  });

  test('makes no session that was not there', async () => {
    const { table } = stores();
    const id = newSessionId();
    expect(await askOf(table, id, 'stopped', { now: at(5) })).toBeUndefined();
    expect(await getSession(table, id)).toBeUndefined();
  });

  test('an archived one comes back only when it is asked to connect', async () => {
    const { table } = stores();
    const { id } = await heldSession(table);
    expect(await askOf(table, id, 'stopped', { now: at(5), archivedAt: at(5) })).toMatchObject({ archivedAt: at(5) });
    expect(await askOf(table, id, 'logged_out', { now: at(6) })).toMatchObject({ archivedAt: at(5) });
    expect(await askOf(table, id, 'connected', { now: at(7) })).not.toHaveProperty('archivedAt');
  });

  test('one at rest that is asked for is pending until its owner says more', async () => {
    const { table } = stores();
    const held = await heldSession(table);
    const state = { status: 'expired' as const, reason: 'qr_not_scanned', userAction: 'Start again.' };
    await projectSession(table, held.id, entry(1, { view: { answers: 1, state } }));
    await restSession(table, held, { asks: held.asks, looks: 0 }, 'stopped');
    const resting = await getSession(table, held.id);
    expect(resting && toSession(resting).status).toBe('expired');
    const asked = await askOf(table, held.id, 'connected', { now: at(5) });
    expect(asked && toSession(asked)).toMatchObject({ status: 'pending' });
    expect(asked && toSession(asked)).not.toHaveProperty('userAction');
  });
});

describe('listing', () => {
  const create = async (owner: TenantId, n: number) => {
    const { table } = stores();
    const { row } = await createSession(table, { id: newSessionId(), tenant: owner, now: at(n) });
    return row.id;
  };

  test('a tenant sees its own, newest first, page by page', async () => {
    const { table } = stores();
    const mine = tenant();
    const ids = [await create(mine, 1), await create(mine, 2), await create(mine, 3)].toReversed();
    await create(tenant(), 4);
    const first = await listSessions(table, mine, { limit: 2 });
    expect(first.rows.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    const second = await listSessions(table, mine, { limit: 2, cursor: first.cursor });
    expect(second.rows.map(({ id }) => id)).toEqual(ids.slice(2));
    expect(second.cursor).toBeUndefined();
  });

  test('fills a page over archived ones and other states', async () => {
    const { table } = stores();
    const mine = tenant();
    const ids = [await create(mine, 1), await create(mine, 2), await create(mine, 3), await create(mine, 4)];
    const [first, second, third] = ids;
    if (!first || !second || !third) throw new Error('there are four');
    await askOf(table, third, 'stopped', { now: at(5), archivedAt: at(5) });
    await projectSession(table, second, entry(1, { view: { answers: 0, state: { status: 'qr_ready' } } }));
    expect((await listSessions(table, mine, { limit: 10 })).rows).toHaveLength(3);
    const ready = await listSessions(table, mine, { status: 'qr_ready', limit: 1 });
    expect(ready.rows.map(({ id }) => id)).toEqual([second]);
    const pending = await listSessions(table, mine, { status: 'pending', limit: 10 });
    expect(pending.rows.map(({ id }) => id)).toEqual([ids[3], first]);
  });

  test.each([
    ['of another list', async (cursor: string) => cursor, tenant()],
    ['that was never one', async () => 'bm9uc2Vuc2U', undefined],
    ['that leads elsewhere', async () => elsewhere, undefined],
  ])('refuses a cursor %s', async (_, change, other) => {
    const { table } = stores();
    const mine = tenant('cursor-tenant');
    await create(mine, 1);
    await create(mine, 2);
    const { cursor = '' } = await listSessions(table, mine, { limit: 1 });
    const listed = listSessions(table, other ?? mine, { limit: 1, cursor: await change(cursor) });
    await expect(listed).rejects.toMatchObject({ code: 'invalid_request', details: [{ field: 'cursor' }] });
  });
  const elsewhere = Buffer.from(
    JSON.stringify(['sessions cursor-tenant ', { pk: 'S#x', sk: 'session', tenant: 'somebody', tenantOrder: 'a' }]),
  ).toString('base64url');
});

test('a tenant that creates sessions all at once sees each of them', async () => {
  const { table } = stores();
  const mine = tenant();
  const ids = await Promise.all(Array.from({ length: 20 }, () => newSession(table, mine)));
  const { rows } = await listSessions(table, mine, { limit: 100 });
  expect(rows.map(({ id }) => id).sort()).toEqual(ids.sort());
});
