import { describe, expect, test } from 'vitest';
import { createWorkerQueue, listWorkerQueues, openBells } from '../../core/channels/bells.ts';
import type { ConnectionId, SessionId, TenantId } from '../../core/model/ids.ts';
import { newWorkerId, TenantId as Tenant } from '../../core/model/ids.ts';
import type { SessionState } from '../../core/model/session.ts';
import { UpkeepReports, type UpkeepCall } from '../../core/model/upkeep.ts';
import { openConnection, subscribe, subscribersOf } from '../../core/store/connections.ts';
import { readOffer, writeOffer } from '../../core/store/linkOffers.ts';
import { openBucket } from '../../core/store/media.ts';
import { claimSession, restSession } from '../../core/store/ownership.ts';
import { projectSession } from '../../core/store/projections.ts';
import { getSession } from '../../core/store/sessions.ts';
import { updateSettings } from '../../core/store/settings.ts';
import { depositDataKey } from '../../core/store/vault.ts';
import { getWorker, registerWorker } from '../../core/store/workers.ts';
import { lookAround } from '../../lambdas/maintenance/lookAround.ts';
import { entry } from '../store/samples.ts';
import { connected } from './api.ts';
import { useApi } from './useApi.ts';

const api = useApi();
const newTenant = () => Tenant.parse(`tenant-${crypto.randomUUID()}`);
const DAY_MS = 24 * 3600_000;
const stopped: SessionState = { status: 'disconnected', reason: 'stopped_by_user' };
const expired: SessionState = { status: 'expired', reason: 'qr_not_scanned', userAction: 'Start again.' };

/** A round of upkeep, so much later. */
async function round(every: UpkeepCall['every'] = '5 minutes', laterMs = 0, until = Infinity) {
  const workerQueuePrefix = 'upkeep-';
  const { table, log, environment } = api();
  const variables: Record<string, string | undefined> = environment;
  const bucket = openBucket(variables['MEDIA_BUCKET'] ?? '');
  const bells = openBells(table, variables['REQUESTS_QUEUE_URL'] ?? '');
  const now = () => Date.now() + laterMs;
  const logger = { ...log, info: () => undefined, warn: () => undefined } as never;
  const context = { table, bucket: async () => bucket, bells, workerQueuePrefix, inactiveDays: 7, log: logger, now };
  const report = await lookAround(context, { every }, until);
  bucket.s3.destroy();
  (await bells.sqs()).client.destroy();
  return report;
}

/** At rest, linked to a phone. */
async function linked(tenant: TenantId, state: SessionState): Promise<SessionId> {
  const { session, table } = api();
  const id = await session(tenant);
  await projectSession(
    table,
    id,
    entry(1, { at: new Date().toISOString(), view: { answers: 0, state, phoneNumber: '491701234567' } }),
  );
  const held = { id, worker: newWorkerId(), epoch: 1 };
  await claimSession(table, id, held.worker);
  await restSession(table, held, { asks: 1, looks: 0 }, 'stopped');
  return id;
}

const rowOf = (id: SessionId) => getSession(api().table, id);
const ofTenant = <T extends { tenant: string }>(all: T[], tenant: string) => all.filter((one) => one.tenant === tenant);

describe('upkeep, each five minutes,', () => {
  test('erases what no phone was ever linked to after a day, and nothing that was linked however long it rests', async () => {
    const tenant = newTenant();
    const [unpaired, kept] = [await api().session(tenant, expired), await linked(tenant, stopped)];
    await round();
    expect(await rowOf(unpaired)).toBeDefined();
    const { cleaned } = await round('5 minutes', 2 * DAY_MS);
    expect(cleaned['unpaired']).toBeGreaterThanOrEqual(1);
    expect(await rowOf(unpaired)).toBeUndefined();
    expect(await rowOf(kept)).toMatchObject({ state: stopped });
    // And once more: there is nothing left to do.
    expect((await round('5 minutes', 2 * DAY_MS)).cleaned['unpaired']).toBeUndefined();
    expect(await rowOf(kept)).not.toHaveProperty('archivedAt');
  });

  test('has what was archived 30 days ago logged out, and erases it once that is done', async () => {
    const tenant = newTenant();
    const token = await api().token(tenant);
    const id = await linked(tenant, stopped);
    await api().http('DELETE', `/api/sessions/${id}`, { token });
    const held = { id, worker: newWorkerId(), epoch: 2 };
    await claimSession(api().table, id, held.worker);
    await restSession(api().table, held, { asks: 2, looks: 0 }, 'stopped');
    await round('5 minutes', 29 * DAY_MS);
    expect(await rowOf(id)).not.toHaveProperty('erasing');
    await round('5 minutes', 31 * DAY_MS);
    expect(await rowOf(id)).toMatchObject({ wanted: 'logged_out', erasing: expect.any(String) as string });
    // Its credentials stand until a worker has logged it out.
    await round('5 minutes', 31 * DAY_MS);
    const worker = { id, worker: newWorkerId(), epoch: 3 };
    await claimSession(api().table, id, worker.worker);
    await restSession(api().table, worker, { asks: 3, looks: 0 }, 'stopped');
    await round('5 minutes', 31 * DAY_MS);
    expect(await rowOf(id)).toBeUndefined();
  });

  test('rings for sessions that no worker holds, and names those that a person has to look at', async () => {
    const tenant = newTenant();
    const waits = await api().session(tenant, { status: 'connecting' });
    const banned = await linked(tenant, { status: 'failed', reason: 'banned', userAction: 'Ask WhatsApp.' });
    const orphan = await api().session(tenant, connected);
    await claimSession(api().table, orphan, newWorkerId());
    const { needsPerson, cleaned } = await round();
    expect(cleaned['rung']).toBeGreaterThanOrEqual(1);
    const rung = new Set<string>();
    while (!rung.has(waits) || !rung.has(orphan)) for (const id of await api().bells()) rung.add(id);
    expect(ofTenant(needsPerson, tenant)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ sessionId: banned, reason: 'banned', userAction: 'Ask WhatsApp.' }),
        expect.objectContaining({ sessionId: orphan, reason: 'no_worker' }),
      ]),
    );
  });

  test('forgets clients whose sign-in has ended, and workers that are long gone with their queues', async () => {
    const { table, webhookBells } = api();
    const bells = { ...openBells(table, ''), sqs: webhookBells.sqs };
    const tenant = newTenant();
    const id = await api().session(tenant, connected);
    const now = Math.floor(Date.now() / 1000);
    for (const [name, expiresAt] of [
      ['old', now - 60],
      ['new', now + 3600],
    ] as const) {
      const principal = { subject: 's', tenantId: tenant, role: 'member' as const, expiresAt };
      await openConnection(table, name as ConnectionId, principal);
      await subscribe(table, name as ConnectionId, { sessionId: id }, principal);
    }
    const dead = newWorkerId();
    const queueUrl = await createWorkerQueue(bells, 'gone-', dead);
    await registerWorker(table, { id: dead, queueUrl, startedAt: new Date().toISOString(), beat: 0, sessions: 0 });
    await round();
    expect(await getWorker(table, dead)).toBeDefined();
    expect((await subscribersOf(table, { sessionId: id })).map(({ connectionId }) => connectionId)).toEqual(['new']);
    await round('5 minutes', 20 * 60_000);
    expect(await getWorker(table, dead)).toBeUndefined();
  });

  test('takes away the queues of workers that died before they had signed in, and no others', async () => {
    const { table, webhookBells } = api();
    const bells = { ...openBells(table, ''), sqs: webhookBells.sqs };
    const [forgotten, alive, other] = [newWorkerId(), newWorkerId(), newWorkerId()];
    await createWorkerQueue(bells, 'upkeep-', forgotten);
    await createWorkerQueue(bells, 'another-', other);
    const queueUrl = await createWorkerQueue(bells, 'upkeep-', alive);
    const beatAt = new Date(Date.now() + 20 * 60_000).toISOString();
    await registerWorker(table, { id: alive, queueUrl, startedAt: beatAt, beatAt, beat: 0, sessions: 0 });
    const left = async (prefix: string) => (await listWorkerQueues(bells, prefix)).map(({ id }) => id).toSorted();
    expect((await round()).cleaned).not.toHaveProperty('queues');
    expect(await left('upkeep-')).toEqual([forgotten, alive].toSorted());
    expect((await round('5 minutes', 20 * 60_000)).cleaned).toMatchObject({ queues: 1 });
    expect(await left('upkeep-')).toEqual([alive]);
    expect(await left('another-')).toEqual([other]);
  });

  test('removes and counts codes that no phone can take any more', async () => {
    const { table, vault } = api();
    const id = await api().session(newTenant(), { status: 'qr_ready' });
    const key = { generation: 1, dataKey: await depositDataKey(table, vault, id, 1) };
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    await writeOffer(table, id, 'qr', key, { qrString: 'a code', attempt: 1, expiresAt });
    await writeOffer(table, id, 'code', key, { code: 'ABCDEFGH', expiresAt });
    expect((await round()).cleaned).not.toHaveProperty('qr_codes');
    expect(await readOffer(table, vault, id, 'qr')).toMatchObject({ attempt: 1 });
    expect((await round('5 minutes', 120_000)).cleaned).toMatchObject({ qr_codes: 1, pairing_codes: 1 });
    expect(await readOffer(table, vault, id, 'qr')).toBeUndefined();
    expect((await round('5 minutes', 120_000)).cleaned).not.toHaveProperty('qr_codes');
  });

  test('is bounded: what has no time left goes on with the next round', async () => {
    const tenant = newTenant();
    for (let i = 0; i < 3; i++) await api().session(tenant, stopped);
    const first = await round('5 minutes', 0, 0);
    expect(first).toMatchObject({ complete: false, looked: { sessions: 1 } });
    const rest = await round();
    expect(rest.complete).toBe(true);
    expect(rest.looked.sessions).toBeGreaterThanOrEqual(2);
  });

  test('keeps its reports for operators', async () => {
    const { at } = await round();
    const get = async (claims = {}) =>
      api().http('GET', '/api/upkeep', { token: await api().token(newTenant(), claims) });
    const { json } = await get({ groups: ['admin'] });
    expect(UpkeepReports.parse(json).reports.map((report) => report.at)).toContain(at);
    expect((await get()).status).toBe(403);
  });
});

describe('upkeep, each six hours,', () => {
  test('lists what has been at rest for long, and archives it only where its tenant wants that', async () => {
    const [wants, other] = [newTenant(), newTenant()];
    await updateSettings(api().table, wants, { cleanupInactiveDays: 10 });
    const [gone, kept] = [await linked(wants, stopped), await linked(other, stopped)];
    expect(ofTenant((await round('6 hours', 6 * DAY_MS)).inactive, other)).toEqual([]);
    const eight = await round('6 hours', 8 * DAY_MS);
    expect(ofTenant(eight.inactive, wants)).toMatchObject([{ sessionId: gone, archived: false }]);
    const later = await round('6 hours', 11 * DAY_MS);
    expect(ofTenant(later.inactive, wants)).toMatchObject([{ sessionId: gone, archived: true }]);
    expect(ofTenant(later.inactive, other)).toMatchObject([{ sessionId: kept, archived: false }]);
    expect(await rowOf(gone)).toMatchObject({ archivedAt: expect.any(String) as string });
    expect(await rowOf(kept)).not.toHaveProperty('archivedAt');
  });
});

test('a session that is to be erased is found by nobody, and cannot be started any more', async () => {
  const tenant = newTenant();
  const token = await api().token(tenant);
  const id = await linked(tenant, stopped);
  expect((await api().http('DELETE', `/api/sessions/${id}/cleanup`, { token })).status).toBe(202);
  expect(await rowOf(id)).toMatchObject({ wanted: 'logged_out', owner: 'nobody' });
  for (const [method, path] of [
    ['GET', ''],
    ['POST', '/start'],
    ['DELETE', '/cleanup'],
  ] as const) {
    expect((await api().http(method, `/api/sessions/${id}${path}`, { token })).status).toBe(404);
  }
  expect((await api().http('GET', '/api/sessions', { token })).json).toEqual({ sessions: [] });
});
