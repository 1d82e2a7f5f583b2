import { describe, expect, test } from 'vitest';
import type * as z from 'zod';
import { AuditEntry, AuditPage } from '../../core/model/audit.ts';
import { TenantId } from '../../core/model/ids.ts';
import { appendAudit } from '../../core/store/audit.ts';
import { connected } from './api.ts';
import { useApi } from './useApi.ts';

const api = useApi();
const newTenant = () => `tenant-${crypto.randomUUID()}`;

async function logOf(tenant: string, query = '', claims = {}) {
  const { json } = await api().http('GET', `/api/audit${query}`, { token: await api().token(tenant, claims) });
  return AuditPage.parse(json);
}

describe('what is done is noted', () => {
  test('over HTTP: who, what, to which session, when, from where and how it ended', async () => {
    const tenant = newTenant();
    const token = await api().token(tenant);
    const headers = { 'user-agent': `agent/1 ${'x'.repeat(500)}` };
    const created = await api().http('POST', '/api/sessions', { token, headers, body: { label: 'SECRET-label' } });
    const { id } = created.json as { id: string };
    await api().http('POST', `/api/sessions/${id}/messages`, {
      token,
      body: { to: '491701234567', message: 'SECRET' },
    });
    const { entries } = await logOf(tenant);
    expect(entries).toMatchObject([
      { action: 'message.send', sessionId: id, outcome: 'refused', error: 'session_not_ready', via: 'http' },
      {
        action: 'session.create',
        actor: { subject: tenant, role: 'member' },
        sessionId: id,
        outcome: 'done',
        ip: '127.0.0.1',
        requestId: created.headers.get('x-request-id'),
      },
    ]);
    expect(entries[1]?.userAgent).toHaveLength(200);
    expect(Math.abs(Date.parse(entries[1]?.at ?? '') - Date.now())).toBeLessThan(60_000);
    expect(JSON.stringify(entries)).not.toContain('SECRET');
    await api().bells();
  });

  test('a message that was accepted is its own record: it tells who had it sent', async () => {
    const tenant = newTenant();
    const token = await api().token(tenant);
    const id = await api().session(tenant, connected);
    const body = { to: '491701234567', message: 'hello' };
    const { json } = await api().http('POST', `/api/sessions/${id}/messages`, { token, body });
    const { messageId } = json as { messageId: string };
    const sent = await api().http('GET', `/api/sessions/${id}/messages/${messageId}`, { token });
    expect(sent.json).toMatchObject({ id: messageId, by: tenant });
    expect((await logOf(tenant)).entries).toEqual([]);
    await api().bells();
  });

  test('over a WebSocket, under the same names', async () => {
    const tenant = newTenant();
    const socket = await api().webSocket(await api().token(tenant));
    const { session } = (await socket.ask({ type: 'create_session' })) as unknown as { session: { id: string } };
    await socket.ask({ type: 'subscribe', sessionId: session.id });
    await socket.ask({ type: 'disconnect_session', sessionId: session.id });
    await socket.ask({ type: 'send_message', sessionId: session.id, to: '491701234567', message: 'SECRET' });
    expect((await logOf(tenant)).entries).toMatchObject([
      { action: 'message.send', sessionId: session.id, outcome: 'refused', error: 'session_not_ready' },
      { action: 'session.stop', sessionId: session.id, outcome: 'done', via: 'websocket' },
      { action: 'session.create', sessionId: session.id, outcome: 'done', ip: '127.0.0.1' },
    ]);
    await api().bells();
  });

  test('by an API key, and what it lacks the scope for', async () => {
    const tenant = newTenant();
    const token = await api().token(tenant);
    const body = { name: 'CI', scopes: ['sessions:read'] };
    const { json } = await api().http('POST', '/api/keys', { token, body });
    const { apiKey, secret } = json as { apiKey: { id: string }; secret: string };
    await api().http('POST', '/api/sessions', { headers: { 'x-api-key': secret }, body: {} });
    const { entries } = await logOf(tenant);
    expect(entries).toMatchObject([
      { action: 'session.create', actor: { apiKeyId: apiKey.id }, outcome: 'refused', error: 'forbidden' },
      { action: 'key.create', target: apiKey.id, outcome: 'done' },
    ]);
    expect(JSON.stringify(entries)).not.toContain(secret);
  });

  test("by an operator, in the log of the session's owner", async () => {
    const [owner, operator] = [newTenant(), newTenant()];
    const id = await api().session(owner, connected);
    const token = await api().token(operator, { groups: ['admin'] });
    await api().http('POST', `/api/sessions/${id}/stop`, { token });
    const [entry] = (await logOf(owner)).entries;
    expect(entry).toMatchObject({ action: 'session.stop', actor: { subject: operator, tenantId: operator } });
    expect((await logOf(operator)).entries).toEqual([]);
    expect((await logOf(operator, `?tenant=${owner}`, { groups: ['admin'] })).entries).toEqual([entry]);
    await api().bells();
  });

  test('reading leaves no mark, nor does who is not known', async () => {
    const tenant = newTenant();
    await api().http('GET', '/api/sessions', { token: await api().token(tenant) });
    await api().http('POST', '/api/sessions', { token: await api().token(tenant, { aud: 'other' }), body: {} });
    expect((await logOf(tenant)).entries).toEqual([]);
  });
});

describe('a long log', () => {
  const MONTH = 31 * 24 * 3_600_000;
  /** Three entries in each of some months: now, and so many months ago. */
  async function written(...monthsAgo: number[]): Promise<string> {
    const tenant = newTenant();
    const actor = { subject: 'ada', role: 'member' } as const;
    for (const month of monthsAgo) {
      for (const n of [1, 2, 3]) {
        const done = {
          action: `act.${month}.${n}`,
          actor,
          outcome: n === 2 ? 'refused' : 'done',
          via: 'http',
        } as const;
        await appendAudit(api().table, TenantId.parse(tenant), done, Date.now() - month * MONTH - 1_000 + n);
      }
    }
    return tenant;
  }
  const namesOf = (entries: AuditEntry[]) => entries.map(({ action }) => action.slice(4));

  async function all(tenant: string, query: string): Promise<string[]> {
    const found: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const page: z.infer<typeof AuditPage> = await logOf(tenant, `?${query}${cursor && `&cursor=${cursor}`}`);
      found.push(...namesOf(page.entries));
      cursor = page.cursor;
    }
    return found;
  }

  test('is paged newest first, across months, nothing twice and nothing left out', async () => {
    const tenant = await written(0, 1, 4);
    const whole = ['0.3', '0.2', '0.1', '1.3', '1.2', '1.1', '4.3', '4.2', '4.1'];
    expect(namesOf((await logOf(tenant, '?limit=4')).entries)).toEqual(whole.slice(0, 4));
    for (const limit of [1, 2, 3, 4, 100]) expect(await all(tenant, `limit=${limit}`)).toEqual(whole);
  });

  test('is filtered', async () => {
    const tenant = await written(0, 1);
    expect(await all(tenant, 'outcome=refused&limit=1')).toEqual(['0.2', '1.2']);
    expect(await all(tenant, 'action=act.1.1')).toEqual(['1.1']);
    expect(await all(tenant, 'actor=bob')).toEqual([]);
    const between = new Date(Date.now() - MONTH / 2).toISOString();
    expect(await all(tenant, `from=${between}`)).toEqual(['0.3', '0.2', '0.1']);
    expect(await all(tenant, `to=${between}&limit=2`)).toEqual(['1.3', '1.2', '1.1']);
  });

  test('is exported as CSV that no spreadsheet runs, and as NDJSON', async () => {
    const tenant = newTenant();
    const token = await api().token(tenant);
    const headers = { 'user-agent': '=HYPERLINK("http://evil.example.com")' };
    await api().http('POST', '/api/webhooks', { token, headers, body: {} });
    const csv = await api().http('GET', '/api/audit/export', { token });
    expect(csv.headers.get('content-type')).toContain('text/csv');
    const [head, line, ...rest] = csv.bytes.toString().split('\r\n');
    expect(head).toMatch(/^"at","action","outcome"/);
    expect(line).toContain('"webhook.create","refused","invalid_request"');
    expect(line).toContain(`"'=HYPERLINK(""http://evil.example.com"")"`);
    expect(rest).toEqual(['']);
    const ndjson = await api().http('GET', '/api/audit/export?format=ndjson', { token });
    expect(AuditEntry.parse(JSON.parse(ndjson.bytes.toString()))).toMatchObject({ action: 'webhook.create' });
  });
});

describe('the log is', () => {
  test("the tenant's own, and for those who manage keys", async () => {
    const [mine, theirs] = [newTenant(), newTenant()];
    const token = await api().token(mine);
    await api().http('POST', '/api/sessions', { token, body: {} });
    await api().bells();
    expect((await logOf(theirs)).entries).toEqual([]);
    const other = await api().token(theirs);
    expect((await api().http('GET', `/api/audit?tenant=${mine}`, { token: other })).status).toBe(403);
    const { cursor = '' } = await logOf(mine, '?limit=1');
    const stolen = await api().http('GET', `/api/audit?cursor=${cursor}`, { token: other });
    expect(stolen).toMatchObject({ status: 400, json: { error: { details: [{ field: 'cursor' }] } } });
    const body = { name: 'CI', scopes: ['sessions:read'] };
    const { secret } = (await api().http('POST', '/api/keys', { token, body })).json as { secret: string };
    expect((await api().http('GET', '/api/audit', { headers: { 'x-api-key': secret } })).status).toBe(403);
  });

  test.each(['limit=0', 'outcome=happy', 'from=yesterday', 'cursor=nonsense', 'colour=red', 'sessionId=1'])(
    'not asked for with %s',
    async (query) => {
      const token = await api().token(newTenant());
      expect((await api().http('GET', `/api/audit?${query}`, { token })).status).toBe(400);
    },
  );
});
