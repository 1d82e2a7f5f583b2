import { describe, expect, test } from 'vitest';
import type { SessionId } from '../../core/model/ids.ts';
import { writeOffer } from '../../core/store/linkOffers.ts';
import { dataKeyFor } from '../../core/store/vault.ts';
import { connected } from './api.ts';
import { useApi } from './useApi.ts';

const api = useApi();

async function caller(tenant: string = crypto.randomUUID()) {
  const token = await api().token(tenant);
  const call = (method: string, path: string, body?: unknown) => api().http(method, path, { token, body });
  return { tenant, call };
}

async function showQr(id: SessionId): Promise<void> {
  const { table, vault, now } = api();
  const expiresAt = new Date(now() + 20_000).toISOString();
  await writeOffer(
    table,
    id,
    'qr',
    { generation: 1, dataKey: (await dataKeyFor(table, vault, id, 1)).clear },
    { qrString: '2@SECRET', attempt: 1, expiresAt },
  );
}

describe('the paths of a system with one account', () => {
  test('mean the default session, in its former words', async () => {
    const { tenant, call } = await caller();
    const none = { status: 404, json: { error: { code: 'session_not_found' } } };
    expect(await call('GET', '/api/whatsapp/status')).toMatchObject(none);
    const made = await call('POST', '/api/whatsapp/reconnect', {});
    expect(made).toMatchObject({ status: 201, json: { label: 'default', status: 'pending' } });
    const { id } = made.json as { id: SessionId };
    await api().session(tenant, connected);
    expect((await call('GET', '/api/whatsapp/status')).json).toMatchObject({
      sessionId: id,
      status: 'loading',
      ready: false,
    });
    expect((await call('GET', '/api/whatsapp/session-info')).json).toMatchObject({ session: { id }, timeline: [] });
    expect((await call('POST', '/api/whatsapp/reconnect', {})).json).toMatchObject({ id });
    expect((await call('GET', '/api/whatsapp/health')).json).toMatchObject({ healthy: false, status: 'pending' });
    expect((await call('POST', '/api/whatsapp/cleanup-sessions', {})).json).toEqual({ sessions: [], complete: true });
    const other = await caller();
    expect(await other.call('GET', '/api/whatsapp/status')).toMatchObject(none);
  });

  test('send, and say when it is ready', async () => {
    const { tenant, call } = await caller();
    const id = await api().session(tenant, connected);
    expect((await call('GET', '/api/whatsapp/status')).json).toMatchObject({
      sessionId: id,
      status: 'ready',
      ready: true,
    });
    const sent = await call('POST', '/api/whatsapp/send', { number: '+491701234567', message: 'hello' });
    expect(sent).toMatchObject({ status: 202, json: { status: 'accepted' } });
    const { json } = await call('GET', `/api/sessions/${id}/messages`);
    expect(json).toMatchObject({ messages: [{ chatId: '491701234567@s.whatsapp.net', content: { text: 'hello' } }] });
    const wrong = await call('POST', '/api/whatsapp/send', { number: 'x', message: 'hello' });
    expect(wrong).toMatchObject({ status: 400, json: { error: { details: [{ field: 'number' }] } } });
  });

  test('show the QR code', async () => {
    const { tenant, call } = await caller();
    await showQr(await api().session(tenant, { status: 'qr_ready' }));
    expect((await call('GET', '/api/whatsapp/qr')).json).toMatchObject({ qrString: '2@SECRET', isValid: true });
  });
});

test('the paths of a system of many users: a session is asked for, shows its code and tells its state', async () => {
  const { tenant, call } = await caller();
  const made = await call('POST', '/api/init-session', { userId: 'user-7' });
  expect(made).toMatchObject({ status: 201, json: { status: 'pending', estimatedTime: expect.any(Number) as number } });
  const { sessionId } = made.json as { sessionId: SessionId };
  const status = async (id: string) => (await call('GET', `/api/session-status/${id}`)).json;
  expect(await status(sessionId)).toEqual({
    status: 'pending',
    userId: 'user-7',
    hasQrCode: false,
    clientActive: true,
    uptime: 0,
  });
  const ready = await api().session(tenant, { status: 'qr_ready' });
  await showQr(ready);
  expect((await call('GET', `/api/qr-code/${ready}`)).json).toMatchObject({
    qrString: '2@SECRET',
    qrDataUrl: expect.stringMatching(/^data:image\/png/) as string,
    expiresAt: expect.any(String) as string,
    timeRemaining: expect.any(Number) as number,
    isValid: true,
  });
  expect(await status(ready)).toMatchObject({ status: 'qr_ready', hasQrCode: true });
  expect(await status(await api().session(tenant, connected))).toMatchObject({
    connectedAt: expect.any(String) as string,
  });
  const wrong = await call('POST', '/api/init-session', {});
  expect(wrong).toMatchObject({ status: 400, json: { error: { details: [{ field: 'userId' }] } } });
  const stranger = await caller();
  expect((await stranger.call('GET', `/api/session-status/${ready}`)).status).toBe(404);
});
