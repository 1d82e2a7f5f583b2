import { describe, expect, test } from 'vitest';
import {
  CleanedUp,
  DeadLetters,
  OperatedPage,
  SessionDetails,
  SessionStats,
  WorkerList,
} from '../../core/model/operator.ts';
import { newWorkerId, type SessionId } from '../../core/model/ids.ts';
import { appendEntry } from '../../core/store/journal.ts';
import { writeCheckpoint } from '../../core/store/checkpoint.ts';
import { EMPTY_TALLY } from '../../core/model/tally.ts';
import type { EventBody } from '../../core/model/events.ts';
import { projectSession } from '../../core/store/projections.ts';
import { claimSession } from '../../core/store/ownership.ts';
import { beat, getWorker, registerWorker } from '../../core/store/workers.ts';
import { at, entry, eventsOf, message } from '../store/samples.ts';
import { connected } from './api.ts';
import { useApi } from './useApi.ts';

const api = useApi();
const newTenant = () => `tenant-${crypto.randomUUID()}`;
const admin = () => api().token(newTenant(), { groups: ['admin'] });
const failed = { status: 'failed', reason: 'banned', userAction: 'Ask WhatsApp.' } as const;
const stopped = { status: 'disconnected', reason: 'stopped_by_user' } as const;

async function newWorker(load = {}) {
  const { table, now } = api();
  const id = newWorkerId();
  const startedAt = new Date(now()).toISOString();
  await registerWorker(table, { id, queueUrl: 'http://127.0.0.1/q', startedAt, beat: 0, sessions: 0 });
  await beat(table, id, { sessions: 0, beatAt: startedAt, ...load });
  return id;
}

async function pagesOf(path: string, token: string, limit = 100) {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({ limit: String(limit), ...(cursor && { cursor }) });
    const { status, json } = await api().http('GET', `${path}?${query}`, { token });
    expect(status).toBe(200);
    const page = OperatedPage.parse(json);
    ids.push(...page.sessions.map(({ id }) => id));
    cursor = page.cursor;
  } while (cursor);
  return ids;
}

describe('lists for operators', () => {
  test('a member sees its own sessions, each with its problem; an admin those of all, page by page', async () => {
    const [tenant, other] = [newTenant(), newTenant()];
    const { session, http, token, table } = api();
    const up = await session(tenant, connected);
    const broken = await session(tenant, failed);
    const atRest = await session(tenant, stopped);
    const theirs = await session(other, failed);
    const mine = await token(tenant);

    expect(await pagesOf('/api/sessions/connected', mine)).toEqual([up]);
    expect(await pagesOf('/api/sessions/active', mine)).toEqual([up]);
    expect((await pagesOf('/api/sessions/inactive', mine)).toSorted()).toEqual([atRest, broken].toSorted());
    await claimSession(table, up, await newWorker());
    const { json } = await http('GET', '/api/sessions/problematic', { token: mine });
    const problem = { reason: 'banned', userAction: 'Ask WhatsApp.' };
    expect(OperatedPage.parse(json).sessions).toMatchObject([{ id: broken, tenant, problem }]);

    const all = await pagesOf('/api/sessions/problematic', await admin(), 1);
    expect(all).toEqual(expect.arrayContaining([broken, theirs]));
    expect(new Set(all).size).toBe(all.length);
    expect(await pagesOf('/api/sessions/inactive', await admin(), 1)).toEqual(expect.arrayContaining([atRest, theirs]));
    expect(await pagesOf(`/api/sessions/connected`, await token(other))).toEqual([]);
    expect(await pagesOf('/api/sessions/inactive', await token(other))).toEqual([theirs]);
  });

  test('counts go by the state, for the one tenant that an admin names', async () => {
    const tenant = newTenant();
    const { session, http, token } = api();
    for (const state of [connected, connected, failed, stopped]) await session(tenant, state);
    const counts = { total: 4, active: 2, connected: 2, archived: 0, complete: true };
    const byStatus = { connected: 2, failed: 1, disconnected: 1 };
    for (const asker of [await token(tenant), await admin()]) {
      const { json } = await http('GET', `/api/sessions/stats?tenant=${tenant}`, { token: asker });
      expect(SessionStats.parse(json)).toMatchObject({ ...counts, byStatus });
    }
    // A member that names another tenant sees its own all the same.
    const stranger = newTenant();
    await session(stranger, connected);
    const { json } = await http('GET', `/api/sessions/stats?tenant=${tenant}`, { token: await token(stranger) });
    expect(json).toMatchObject({ total: 1 });
  });

  test('a session that had a phone is a problem when its new codes end without a scan; a new one is not', async () => {
    const tenant = newTenant();
    const { session, http, token, table } = api();
    const expired = { status: 'expired', reason: 'qr_not_scanned', userAction: 'Start it again.' } as const;
    await session(tenant, expired);
    const id = await session(tenant, expired);
    await projectSession(table, id, entry(2, { view: { answers: 0, state: expired, phoneNumber: '491701234567' } }));
    const { json } = await http('GET', '/api/sessions/problematic', { token: await token(tenant) });
    const { sessions } = OperatedPage.parse(json);
    expect(sessions).toMatchObject([{ id, problem: { reason: 'qr_not_scanned' } }]);
    expect(sessions).toHaveLength(1);
  });

  test('a session whose worker is gone, or that none takes up, is a problem after two minutes', async () => {
    const tenant = newTenant();
    const { http, token, table, clock } = api();
    const caller = await token(tenant);
    const { json } = await http('POST', '/api/sessions', { token: caller, body: {} });
    const { id } = json as { id: SessionId };
    expect(await pagesOf('/api/sessions/problematic', caller)).toEqual([]);
    clock.aheadMs += 130_000;
    const seen = async () =>
      OperatedPage.parse((await http('GET', '/api/sessions/problematic', { token: caller })).json);
    expect(await seen()).toMatchObject({ sessions: [{ id, problem: { reason: 'no_worker' } }] });
    const worker = await newWorker();
    await claimSession(table, id, worker);
    expect(await seen()).toMatchObject({ sessions: [{ id, worker, problem: { reason: 'stuck' } }] });
    clock.aheadMs = 0;
  });
});

describe('details', () => {
  const said = (n: number, ...bodies: EventBody[]) => bodies.map((body) => ({ n, body }));

  test('are what the checkpoint knew and what the journal says since, without a write of their own', async () => {
    const tenant = newTenant();
    const { session, http, token, table } = api();
    const id = await session(tenant, connected);
    const tally = { ...EMPTY_TALLY, sent: 40, received: 7, states: [{ at: at(1), status: 'connected' as const }] };
    await writeCheckpoint(table, id, { n: 1, generation: 1, seq: 0, taken: [], tally });
    const entries = [
      said(2, { type: 'message_sent', message: message(id, { status: 'sent' }) }),
      said(3, {
        type: 'status_update',
        status: 'reconnecting',
        reason: 'connection_lost',
        attempt: 1,
        nextRetryAt: at(4),
      }),
      said(4, { type: 'status_update', status: 'connected', connectedAt: at(4) }),
      said(5, { type: 'session_ready', phoneNumber: '491701234567', device: 12, platform: 'android' }),
    ];
    for (const bodies of entries) {
      const [{ n } = { n: 0 }] = bodies;
      const events = eventsOf(id, n, 0, ...bodies.map(({ body }) => body));
      await appendEntry(table, id, entry(n, { events, taken: n === 5 ? ['in'] : [] }));
    }
    const { json } = await http('GET', `/api/sessions/${id}/details`, { token: await token(tenant) });
    expect(SessionDetails.parse(json)).toMatchObject({
      session: { id, status: 'connected', tenant },
      messages: { sent: 41, received: 7, failed: 0 },
      reconnects: 1,
      connectedSince: at(1),
      lastInboundAt: at(5),
      lastErrors: [{ reason: 'connection_lost', attempt: 1 }],
      timeline: [{ status: 'connected', at: at(4) }, { status: 'reconnecting' }, { status: 'connected', at: at(1) }],
      pairings: [{ phoneNumber: '491701234567', at: at(5) }],
      device: 12,
      platform: 'android',
    });
  });

  test('of somebody else’s session are not found, and a health check of one neither', async () => {
    const id = await api().session(newTenant(), connected);
    const token = await api().token(newTenant());
    expect((await api().http('GET', `/api/sessions/${id}/details`, { token })).status).toBe(404);
    expect((await api().http('POST', `/api/sessions/${id}/health-check`, { token })).status).toBe(404);
  });

  test('a health check of a session that is not connected says what is wrong', async () => {
    const tenant = newTenant();
    const id = await api().session(tenant, failed);
    const answer = await api().http('POST', `/api/sessions/${id}/health-check`, { token: await api().token(tenant) });
    expect(answer).toMatchObject({
      status: 200,
      json: { healthy: false, status: 'failed', problem: { reason: 'banned' } },
    });
  });
});

describe('cleaning up', () => {
  test('archives what has been at rest for so long, of the caller alone, and erases nothing', async () => {
    const [tenant, other] = [newTenant(), newTenant()];
    const { session, http, token, clock, row } = api();
    const [old, up, theirs] = [
      await session(tenant, stopped),
      await session(tenant, connected),
      await session(other, stopped),
    ];
    const caller = await token(tenant, { exp: Math.floor(Date.now() / 1000) + 100 * 86_400 });
    clock.aheadMs = 8 * 86_400_000;
    const clean = async (body: object) =>
      CleanedUp.parse((await http('POST', '/api/sessions/cleanup-inactive', { token: caller, body })).json);
    expect(await clean({ olderThanDays: 30 })).toEqual({ sessions: [], complete: true });
    const found = await clean({ dryRun: true });
    expect(found.sessions).toContain(old);
    expect(await row(old)).not.toHaveProperty('archivedAt');
    await clean({});
    expect(await row(old)).toMatchObject({ archivedAt: expect.any(String), state: stopped });
    for (const id of [up, theirs]) expect(await row(id)).not.toHaveProperty('archivedAt');
    clock.aheadMs = 0;
  });

  test('wants to know for how long in days', async () => {
    const token = await api().token(newTenant());
    const answer = await api().http('POST', '/api/sessions/cleanup-inactive', { token, body: { olderThanDays: 0 } });
    expect(answer).toMatchObject({ status: 400, json: { error: { details: [{ field: 'olderThanDays' }] } } });
  });
});

describe('workers', () => {
  test('are listed with what their heartbeats tell, and what they own', async () => {
    const { http, table, session } = api();
    const token = await admin();
    const id = await newWorker({ sessions: 1, memoryBytes: 2e8, loopDelayMs: 11.5, version: '1.2.3' });
    const mine = await session(newTenant());
    await claimSession(table, mine, id);
    const { workers } = WorkerList.parse((await http('GET', '/api/workers', { token })).json);
    expect(workers).toContainEqual(
      expect.objectContaining({ id, status: 'up', sessions: 1, memoryBytes: 2e8, loopDelayMs: 11.5, version: '1.2.3' }),
    );
    const { json } = await http('GET', `/api/workers/${id}/sessions`, { token });
    expect(OperatedPage.parse(json).sessions).toMatchObject([{ id: mine, worker: id }]);
  });

  test('one that is to be drained is marked; one that does not exist is not found', async () => {
    const { http, table } = api();
    const token = await admin();
    const id = await newWorker();
    const drained = await http('POST', `/api/workers/${id}/drain`, { token });
    expect(drained).toMatchObject({ status: 202, json: { id, status: 'draining' } });
    expect(await getWorker(table, id)).toMatchObject({ drain: true });
    const unknown = await http('POST', `/api/workers/${newWorkerId()}/drain`, { token });
    expect(unknown).toMatchObject({ status: 404, json: { error: { code: 'worker_not_found' } } });
  });

  test('a session at rest cannot be moved, nor one to where it is', async () => {
    const { http, table, session } = api();
    const token = await admin();
    const worker = await newWorker();
    const [resting, held] = [await session(newTenant(), stopped), await session(newTenant())];
    await claimSession(table, held, worker);
    const move = (id: string, body: object) => http('POST', `/api/sessions/${id}/move`, { token, body });
    expect(await move(resting, {})).toMatchObject({ status: 409, json: { error: { code: 'conflict' } } });
    expect(await move(held, { worker })).toMatchObject({ status: 409 });
    expect(await move(held, { worker: newWorkerId() })).toMatchObject({ status: 404 });
    expect(await move(held, { worker: 'nonsense' })).toMatchObject({ status: 400 });
    const other = await newWorker();
    expect(await move(held, { worker: other })).toMatchObject({ status: 202, json: { from: worker, to: other } });
    expect(await api().row(held)).toMatchObject({ movesTo: other });
  });
});

describe('dead letters', () => {
  test('are counted by kind, and ring again where they came from', async () => {
    const { http, deadLetters, session, webhookBells, connectionBells } = api();
    const sqs = await webhookBells.sqs();
    const token = await admin();
    const id = await session(newTenant());
    const letter = (QueueUrl: string, MessageBody: string) => sqs.send({ QueueUrl, MessageBody });
    await letter(deadLetters.requests, JSON.stringify({ sessionId: id }));
    await letter(deadLetters.webhooks, JSON.stringify({ type: 'all' }));
    await letter(deadLetters.connections, JSON.stringify({ type: 'connection', connectionId: 'gone' }));
    const found = DeadLetters.parse((await http('GET', '/api/dead-letters', { token })).json);
    expect(found.queues).toMatchObject([
      { queue: 'requests', waiting: 1, kinds: { session: 1 }, oldestAt: expect.any(String) as string },
      { queue: 'webhooks', waiting: 1, kinds: { all: 1 } },
      { queue: 'connections', waiting: 1, kinds: { connection: 1 } },
    ]);
    const redrive = (queue: string) => http('POST', `/api/dead-letters/${queue}/redrive`, { token });
    expect((await redrive('requests')).json).toEqual({ redriven: 1, complete: true });
    expect(await api().bells()).toContain(id);
    expect((await redrive('requests')).json).toEqual({ redriven: 0, complete: true });
    expect((await redrive('connections')).json).toEqual({ redriven: 1, complete: true });
    const { Messages } = await sqs.receive({ QueueUrl: connectionBells.queueUrl, WaitTimeSeconds: 5 });
    expect(Messages).toMatchObject([{ Body: JSON.stringify({ type: 'connection', connectionId: 'gone' }) }]);
    expect((await redrive('nonsense')).status).toBe(404);
  });
});

test.each([
  ['GET', '/api/workers'],
  ['GET', '/api/workers/wrk-00000000000000000000000000/sessions'],
  ['POST', '/api/workers/wrk-00000000000000000000000000/drain'],
  ['POST', '/api/sessions/ses_00000000000000000000000000/move'],
  ['GET', '/api/dead-letters'],
  ['POST', '/api/dead-letters/requests/redrive'],
])('%s %s is for operators', async (method, path) => {
  const token = await api().token(newTenant());
  expect(await api().http(method, path, { token })).toMatchObject({
    status: 403,
    json: { error: { code: 'forbidden' } },
  });
});
