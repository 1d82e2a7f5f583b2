import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import type { SessionId } from '../../core/model/ids.ts';
import { QrAnswer } from '../../core/model/http.ts';
import { writeOffer } from '../../core/store/linkOffers.ts';
import { dataKeyFor } from '../../core/store/vault.ts';
import { useApi } from './useApi.ts';

const api = useApi();
const qrString = 'https://wa.me/settings/linked_devices#2@SECRET+of/the=code,abc,def,1';

function scan(png: Buffer): string | undefined {
  const { data, width, height } = PNG.sync.read(png);
  return jsQR.default(new Uint8ClampedArray(data), width, height)?.data;
}

async function ready(): Promise<{ id: SessionId; path: string; token: string }> {
  const { session, token, table, vault, now } = api();
  const tenant = crypto.randomUUID();
  const id = await session(tenant, { status: 'qr_ready' });
  const expiresAt = new Date(now() + 20_000).toISOString();
  await writeOffer(
    table,
    id,
    'qr',
    { generation: 1, dataKey: (await dataKeyFor(table, vault, id, 1)).clear },
    { qrString, attempt: 2, expiresAt },
  );
  return { id, path: `/api/sessions/${id}/qr`, token: await token(tenant) };
}

test.each([undefined, 'application/json', '*/*', 'text/html, application/*;q=0.5'])(
  'as JSON for %s',
  async (accept) => {
    const { path, token } = await ready();
    const { status, json } = await api().http('GET', path, { token, headers: { ...(accept && { accept }) } });
    expect(status).toBe(200);
    const qr = QrAnswer.parse(json);
    expect(qr).toMatchObject({ qrString, attempt: 2, isValid: true });
    expect(qr.timeRemaining).toBeGreaterThan(10);
    expect(qr.timeRemaining).toBeLessThanOrEqual(20);
    const [, picture = ''] = /^data:image\/png;base64,(.*)$/.exec(qr.qrDataUrl) ?? [];
    expect(scan(Buffer.from(picture, 'base64'))).toBe(qrString);
  },
);

test.each(['image/png', 'application/json;q=0.5, image/png'])('as a PNG that can be scanned for %s', async (accept) => {
  const { path, token } = await ready();
  const { headers, bytes } = await api().http('GET', path, { token, headers: { accept } });
  expect(headers.get('content-type')).toBe('image/png');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(scan(bytes)).toBe(qrString);
});

test('as an SVG', async () => {
  const { path, token } = await ready();
  const { headers, bytes } = await api().http('GET', path, { token, headers: { accept: 'image/svg+xml' } });
  expect(headers.get('content-type')).toBe('image/svg+xml');
  expect(bytes.toString()).toMatch(/^<svg[^]*<\/svg>\s*$/);
});

test('as nothing else', async () => {
  const { path, token } = await ready();
  const { status, json } = await api().http('GET', path, {
    token,
    headers: { accept: 'image/gif, application/json;q=0' },
  });
  expect(status).toBe(406);
  expect(json).toMatchObject({ error: { code: 'not_acceptable' } });
});

test('until it expires', async () => {
  const { path, token, id } = await ready();
  const { http, clock } = api();
  const status = `/api/sessions/${id}/status`;
  expect((await http('GET', status, { token })).json).toMatchObject({ status: 'qr_ready', hasQrCode: true });
  clock.aheadMs = 30_000;
  const late = await http('GET', path, { token });
  expect((await http('GET', status, { token })).json).toMatchObject({ status: 'qr_ready', hasQrCode: false });
  clock.aheadMs = 0;
  expect(late).toMatchObject({ status: 409, json: { error: { code: 'qr_not_available' } } });
  expect(late.json).toMatchObject({ error: { message: expect.stringContaining('qr_ready') as string } });
});
