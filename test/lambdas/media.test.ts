import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { newMediaId } from '../../core/model/ids.ts';
import { MediaAnswer, MediaCreated } from '../../core/model/media.ts';
import { saveMedia } from '../../core/store/mediaRows.ts';
import { connected } from './api.ts';
import { useApi } from './useApi.ts';

const api = useApi();
const newTenant = () => `tenant-${crypto.randomUUID()}`;
const announcement = { mimetype: 'image/png', bytes: 1_000, fileName: 'a.png' };

/** A session of a new tenant, and how that tenant calls. */
async function session(tenant = newTenant()) {
  const { session: make, token: sign, http } = api();
  const id = await make(tenant, connected);
  const token = await sign(tenant);
  const call = (method: string, path: string, body?: unknown) =>
    http(method, `/api/sessions/${id}${path}`, { token, body });
  const announce = async (body: unknown = announcement) => {
    const { status, json } = await call('POST', '/media', body);
    expect(status).toBe(201);
    return MediaCreated.parse(json);
  };
  return { id, call, announce, fetchFile: (mediaId: string) => call('GET', `/media/${mediaId}`) };
}

describe('a file of a caller', () => {
  test('is announced, put at its signed address, and fetched again', async () => {
    const { announce, fetchFile } = await session();
    const { mediaId, upload, expiresAt } = await announce();
    expect(Date.parse(expiresAt)).toBeGreaterThan(api().now());
    expect(await fetchFile(mediaId)).toMatchObject({ status: 409, json: { error: { code: 'media_not_ready' } } });

    const file = randomBytes(announcement.bytes);
    expect((await fetch(upload.url, { method: upload.method, headers: upload.headers, body: file })).status).toBe(200);
    const { status, json } = await fetchFile(mediaId);
    expect(status).toBe(200);
    const { media, url } = MediaAnswer.parse(json);
    expect(media).toEqual({ mediaId, state: 'available', ...announcement });
    const given = await fetch(url);
    expect(Buffer.from(await given.arrayBuffer())).toEqual(file);
    expect(given.headers.get('content-type')).toBe('image/png');
    expect(given.headers.get('content-disposition')).toContain('attachment; filename="a.png"');
  });

  test.each([
    [{}, ['mimetype', 'bytes']],
    [{ ...announcement, bytes: 0 }, ['bytes']],
    [{ ...announcement, bytes: 100 * 1024 * 1024 + 1 }, ['bytes']],
    [{ ...announcement, bytes: '12' }, ['bytes']],
    [{ ...announcement, mimetype: 'png' }, ['mimetype']],
    [{ ...announcement, mimetype: 'image/png\r\nx-amz-acl: public-read' }, ['mimetype']],
    [{ ...announcement, fileName: '' }, ['fileName']],
    [{ ...announcement, kind: 'image' }, ['(the whole)']],
  ])('%j is refused, naming %j', async (body, fields) => {
    const { call } = await session();
    const { status, json } = await call('POST', '/media', body);
    expect(status).toBe(400);
    const { error } = json as { error: { code: string; details: { field: string }[] } };
    expect(error.code).toBe('invalid_request');
    expect(error.details.map(({ field }) => field)).toEqual(fields);
  });
});

describe("somebody else's files", () => {
  test('are not there: not by their session, not by their id in a session of the own', async () => {
    const [mine, theirs] = [await session(), await session()];
    const { mediaId } = await theirs.announce();
    const media = { mediaId, state: 'available', mimetype: 'image/png' } as const;
    await saveMedia(api().table, theirs.id, media);
    const notFound = (code: string) => ({ status: 404, json: { error: { code } } });
    expect(await mine.fetchFile(mediaId)).toMatchObject(notFound('media_not_found'));
    const token = await api().token(newTenant());
    const path = `/api/sessions/${theirs.id}/media`;
    const read = await api().http('GET', `${path}/${mediaId}`, { token });
    expect(read).toMatchObject(notFound('session_not_found'));
    const write = await api().http('POST', path, { token, body: announcement });
    expect(write).toMatchObject(notFound('session_not_found'));
  });
});

describe('a file that is not to be had', () => {
  test.each(['x', 'med_', newMediaId()])('"%s" is not known', async (id) => {
    const { fetchFile } = await session();
    expect(await fetchFile(id)).toMatchObject({ status: 404, json: { error: { code: 'media_not_found' } } });
  });

  test('was not to be had from WhatsApp', async () => {
    const { id, fetchFile } = await session();
    const mediaId = newMediaId();
    await saveMedia(api().table, id, { mediaId, state: 'failed', mimetype: 'image/png', reason: 'damaged' });
    const { status, json } = await fetchFile(mediaId);
    expect({ status, json }).toMatchObject({ status: 404, json: { error: { code: 'media_not_found' } } });
    expect(JSON.stringify(json)).toContain('damaged');
  });

  test('is not kept any more', async () => {
    const { id, fetchFile } = await session();
    const mediaId = newMediaId();
    await saveMedia(api().table, id, { mediaId, state: 'available', mimetype: 'image/png' });
    expect(await fetchFile(mediaId)).toMatchObject({ status: 404, json: { error: { code: 'media_not_found' } } });
  });
});
