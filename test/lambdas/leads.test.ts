import { describe, expect, test } from 'vitest';
import { Lead, LeadPage } from '../../core/model/leads.ts';
import { useApi } from './useApi.ts';

const api = useApi();
const newTenant = () => `tenant-${crypto.randomUUID()}`;

/** A tenant's way to its leads. */
async function caller(tenant = newTenant()) {
  const token = await api().token(tenant);
  const call = (method: string, path: string, body?: unknown) =>
    api().http(method, `/api/leads${path}`, { token, body });
  const make = async (body: object) => Lead.parse((await call('POST', '', body)).json);
  const list = async (query = '') => LeadPage.parse((await call('GET', query)).json);
  return { call, make, list, token };
}

describe('leads', () => {
  test('are made, read, changed and deleted', async () => {
    const { call, make, list } = await caller();
    const lead = await make({ number: '+491701234567', name: 'Grace', tags: ['fair', 'fair'], notes: 'Called twice.' });
    expect(lead).toMatchObject({ number: '491701234567', source: 'manual', status: 'new', tags: ['fair'] });
    expect((await call('GET', `/${lead.id}`)).json).toEqual(lead);
    const changed = await call('PATCH', `/${lead.id}`, { status: 'won', notes: null });
    expect(changed.json).toMatchObject({ name: 'Grace', status: 'won', tags: ['fair'] });
    expect(changed.json).not.toHaveProperty('notes');
    expect((await call('DELETE', `/${lead.id}`)).status).toBe(204);
    const gone = { status: 404, json: { error: { code: 'lead_not_found' } } };
    for (const method of ['GET', 'DELETE']) expect(await call(method, `/${lead.id}`)).toMatchObject(gone);
    expect(await call('PATCH', `/${lead.id}`, { status: 'won' })).toMatchObject(gone);
    expect((await list()).leads).toEqual([]);
    // Nothing of the person is kept.
    expect(JSON.stringify(await api().rows())).not.toContain('Called twice');
  });

  test('are one for each number, and may be made again once deleted', async () => {
    const { call, make } = await caller();
    const lead = await make({ number: '491701234567' });
    const again = await call('POST', '', { number: '+491701234567' });
    expect(again).toMatchObject({ status: 409, json: { error: { code: 'conflict' } } });
    await call('DELETE', `/${lead.id}`);
    expect((await call('POST', '', { number: '491701234567' })).status).toBe(201);
  });

  test('are listed newest first, by what is asked for, page by page', async () => {
    const { make, list } = await caller();
    const { clock } = api();
    for (const [i, name] of ['Ada', 'Bob', 'Cleo', 'Dan'].entries()) {
      clock.aheadMs += 1000;
      await make({
        number: `49170000000${i}`,
        name,
        status: i % 2 ? 'won' : 'new',
        tags: i < 2 ? ['early'] : [],
        source: 'fair',
      });
    }
    const names = ({ leads }: { leads: Lead[] }) => leads.map(({ name }) => name);
    expect(names(await list())).toEqual(['Dan', 'Cleo', 'Bob', 'Ada']);
    expect(names(await list('?status=won'))).toEqual(['Dan', 'Bob']);
    expect(names(await list('?tag=early&status=new'))).toEqual(['Ada']);
    expect(names(await list('?search=cLe'))).toEqual(['Cleo']);
    expect(names(await list('?search=%2B491700000003'))).toEqual(['Dan']);
    expect(names(await list('?source=elsewhere'))).toEqual([]);
    const first = await list('?limit=3');
    expect(names(first)).toEqual(['Dan', 'Cleo', 'Bob']);
    expect(names(await list(`?limit=3&cursor=${first.cursor}`))).toEqual(['Ada']);
    clock.aheadMs = 0;
  });

  test('leave as CSV that no spreadsheet runs', async () => {
    const { call, make } = await caller();
    await make({ number: '491701234567', name: '=HYPERLINK("x")', tags: ['a', 'b'], notes: 'two\nlines, "quoted"' });
    const { status, headers, bytes } = await call('GET', '/export');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('text/csv');
    const [head, ...rest] = bytes.toString().split('\r\n');
    expect(head).toContain('"name","number","status"');
    expect(rest.join()).toContain(`"'=HYPERLINK(""x"")","491701234567","new","manual","a; b","two\nlines, ""quoted"""`);
  });

  test('are the tenant’s own, and an admin’s view of others does not reach them', async () => {
    const mine = await caller();
    const lead = await mine.make({ number: '491701234567' });
    const other = await caller();
    expect((await other.call('GET', `/${lead.id}`)).status).toBe(404);
    expect((await other.call('PATCH', `/${lead.id}`, { status: 'won' })).status).toBe(404);
    expect((await other.list()).leads).toEqual([]);
  });

  test('of a session are all that a key for that session sees', async () => {
    const tenant = newTenant();
    const { make, token } = await caller(tenant);
    await make({ number: '491701234567' });
    const session = await api().session(tenant);
    const body = { name: 'bound', scopes: ['sessions:read', 'sessions:write'], sessions: [session] };
    const made = await api().http('POST', '/api/keys', { token, body });
    const headers = { 'x-api-key': (made.json as { secret: string }).secret };
    expect((await api().http('GET', '/api/leads', { headers })).json).toEqual({ leads: [] });
    const refused = await api().http('POST', '/api/leads', { headers, body: { number: '491709999999' } });
    expect(refused.status).toBe(403);
  });

  test.each([
    ['number', { number: 'nobody' }],
    ['number', {}],
    ['status', { number: '491701234567', status: 'hot' }],
    ['tags.0', { number: '491701234567', tags: [''] }],
    ['(the whole)', { number: '491701234567', phone: '1' }],
  ])('want a right %s', async (field, body) => {
    const { call } = await caller();
    expect(await call('POST', '', body)).toMatchObject({ status: 400, json: { error: { details: [{ field }] } } });
  });
});

test('settings are off until they are switched on, and what is not named stays', async () => {
  const tenant = newTenant();
  const token = await api().token(tenant);
  const off = { leadsFromMessages: false, cleanupInactiveDays: null };
  expect((await api().http('GET', '/api/settings', { token })).json).toMatchObject({
    ...off,
    you: { tenant, role: 'member' },
    deployment: { limits: { sessions: api().limits.sessionsPerTenant }, eventsKeptDays: 7, guests: { seconds: 300 } },
  });
  const change = (body: object) => api().http('PATCH', '/api/settings', { token, body });
  expect((await change({ leadsFromMessages: true })).json).toEqual({ ...off, leadsFromMessages: true });
  expect((await change({ cleanupInactiveDays: 30 })).json).toEqual({
    leadsFromMessages: true,
    cleanupInactiveDays: 30,
  });
  expect((await change({})).json).toEqual({ leadsFromMessages: true, cleanupInactiveDays: 30 });
  expect(await change({ cleanupInactiveDays: 0 })).toMatchObject({ status: 400 });
});
