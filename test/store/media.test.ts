import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { newMediaId, newSessionId } from '../../core/model/ids.ts';
import { eraseFiles, lookAtFile, putFile, readFile, signDownload, signUpload } from '../../core/store/media.ts';
import { announceMedia, findMedia, saveMedia } from '../../core/store/mediaRows.ts';
import { useStores } from './useStores.ts';

const stores = useStores();
const newAt = (sessionId = newSessionId()) => ({ sessionId, mediaId: newMediaId() });
const hex = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');
const about = (data: Uint8Array, mimetype = 'image/png') => ({ mimetype, bytes: data.length, sha256: hex(data) });

async function content(at: ReturnType<typeof newAt>): Promise<Buffer | undefined> {
  const body = await readFile(stores().bucket, at);
  return body && buffer(body);
}

describe('files', () => {
  test('what is put is read again, whole or its beginning', async () => {
    const { bucket } = stores();
    const at = newAt();
    const data = randomBytes(300_000);
    expect(await content(at)).toBeUndefined();
    expect(await lookAtFile(bucket, at, 10)).toBeUndefined();
    await putFile(bucket, at, Readable.from([data]), about(data));
    expect(await content(at)).toEqual(data);
    const seen = await lookAtFile(bucket, at, 10);
    expect({ ...seen, head: Buffer.from(seen?.head ?? []) }).toEqual({ bytes: 300_000, head: data.subarray(0, 10) });
  });

  test('somebody without rights puts a file at a signed address, and only what was announced', async () => {
    const { bucket } = stores();
    const at = newAt();
    const data = randomBytes(20 * 1024 * 1024);
    const url = await signUpload(bucket, at, about(data, 'video/mp4'), 60);
    const put = async (body: Uint8Array<ArrayBuffer>, type: string) =>
      (await fetch(url, { method: 'PUT', headers: { 'content-type': type }, body })).status;
    expect(await put(randomBytes(10), 'video/mp4')).toBe(403);
    expect(await put(data, 'text/html')).toBe(403);
    expect(await content(at)).toBeUndefined();
    expect(await put(data, 'video/mp4')).toBe(200);
    expect(hex((await content(at)) ?? Buffer.alloc(0))).toBe(hex(data));
  });

  test('a signed address gives one file, under a name that does no harm, and ends', async () => {
    const { bucket } = stores();
    const at = newAt();
    const data = randomBytes(100);
    await putFile(bucket, at, data, about(data));
    const fileName = '../a "b"\r\nx: y\u202Egpj.exe/Ünïcode.png';
    const url = await signDownload(bucket, at, { mimetype: 'image/png', fileName }, 60);
    const answer = await fetch(url);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(data);
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename=".._a _b___x_ y_gpj.exe__n_code.png"; filename*=UTF-8''.._a%20_b___x_%20y_gpj.exe_%C3%9Cn%C3%AFcode.png`,
    );
    expect((await fetch(url.replace(at.mediaId, newMediaId()))).status).toBe(403);
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(403);
    expect((await fetch(await signDownload(bucket, at, { mimetype: 'image/png' }, 0))).status).toBe(403);
  });

  test('an erased session has no files left, and the others keep theirs', async () => {
    const { bucket } = stores();
    const [gone, kept] = [newSessionId(), newSessionId()];
    const data = randomBytes(10);
    const all = [newAt(gone), newAt(gone), newAt(kept)];
    for (const at of all) await putFile(bucket, at, data, about(data));
    await eraseFiles(bucket, gone);
    expect(await Promise.all(all.map(async (at) => (await content(at)) !== undefined))).toEqual([false, false, true]);
    await eraseFiles(bucket, gone);
  });
});

describe('rows', () => {
  const pending = { state: 'pending', mimetype: 'image/png' } as const;

  test('what became of a file stays when its announcement is repeated', async () => {
    const { table } = stores();
    const { sessionId, mediaId } = newAt();
    expect(await findMedia(table, sessionId, mediaId)).toBeUndefined();
    await announceMedia(table, sessionId, { mediaId, ...pending });
    expect(await findMedia(table, sessionId, mediaId)).toEqual({ mediaId, ...pending });
    await saveMedia(table, sessionId, { mediaId, ...pending, state: 'available' });
    await announceMedia(table, sessionId, { mediaId, ...pending });
    expect(await findMedia(table, sessionId, mediaId)).toMatchObject({ state: 'available' });
  });

  test("another session's file is not found", async () => {
    const { table } = stores();
    const { sessionId, mediaId } = newAt();
    await saveMedia(table, sessionId, { mediaId, ...pending });
    expect(await findMedia(table, newSessionId(), mediaId)).toBeUndefined();
  });
});
