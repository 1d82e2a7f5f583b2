import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { MediaKind } from '../../core/model/content.ts';
import { newMediaId } from '../../core/model/ids.ts';
import { MediaCreated } from '../../core/model/media.ts';
import { Message } from '../../core/model/message.ts';
import { lookAtFile } from '../../core/store/media.ts';
import { saveMedia } from '../../core/store/mediaRows.ts';
import { mediaToSend } from '../../lambdas/operations/mediaToSend.ts';
import { jpeg, mp3, mp4, opus, pdf, webp } from '../journeys/files.ts';
import { connected } from './api.ts';
import { useApi } from './useApi.ts';
import { useHttps } from './useHttps.ts';

const api = useApi();
const newTenant = () => `tenant-${crypto.randomUUID()}`;
const to = '4915112345678';
const base64 = (data: Buffer) => data.toString('base64');
const sha256 = (data: Buffer) => createHash('sha256').update(data).digest('hex');

interface ErrorAnswer {
  error: { code: string; message: string; details: { field: string; message: string }[] };
}

/** A session of a new tenant that can send. */
async function session() {
  const tenant = newTenant();
  const id = await api().session(tenant, connected);
  const token = await api().token(tenant);
  const call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
    api().http(method, `/api/sessions/${id}${path}`, { token, body, ...(headers && { headers }) });
  const send = (content: object, headers?: Record<string, string>) =>
    call('POST', '/messages', { to, content }, headers);
  return {
    id,
    send,
    /** The message that was accepted. */
    sent: async (content: object, headers?: Record<string, string>): Promise<Message> => {
      const { status, json } = await send(content, headers);
      expect({ status, json }).toMatchObject({ status: 202 });
      const { messageId } = json as { messageId: string };
      return Message.parse((await call('GET', `/messages/${messageId}`)).json);
    },
    refused: async (content: object) => {
      const { status, json } = await send(content);
      const { code, details } = (json as ErrorAnswer).error;
      return { status, code, ...details?.[0] };
    },
    /** The id of a file that was announced, and put there where it is given. */
    announced: async (mimetype: string, bytes: number, file?: Buffer) => {
      const { upload, mediaId } = MediaCreated.parse((await call('POST', '/media', { mimetype, bytes })).json);
      if (file) await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: new Uint8Array(file) });
      return mediaId;
    },
  };
}

describe('a message with a file', () => {
  test.each([
    ['image', jpeg(), 'image/jpeg'],
    ['video', mp4(1_000), 'video/mp4'],
    ['video_note', mp4(1_000), 'video/mp4'],
    ['audio', mp3(1), 'audio/mpeg'],
    ['voice', opus(1), 'audio/ogg; codecs=opus'],
    ['document', pdf(), 'application/pdf'],
    ['sticker', webp(), 'image/webp'],
  ])('%s: is taken from the body, and is what it is by its content', async (type, file, mimetype) => {
    const { id, sent } = await session();
    const { content } = await sent({ type, media: { data: base64(file) } });
    const media = { state: 'available', mimetype, bytes: file.length, sha256: sha256(file) };
    expect(content).toMatchObject({ type, media });
    const { mediaId } = (content as Extract<Message['content'], { media: unknown }>).media;
    const kept = await lookAtFile(await api().bucket(), { sessionId: id, mediaId }, file.length);
    expect(sha256(Buffer.from(kept?.head ?? []))).toBe(sha256(file));
  });

  test('is taken from what was uploaded before, with its name', async () => {
    const { sent, announced } = await session();
    const file = jpeg();
    const mediaId = await announced('image/jpeg', file.length, file);
    const { content } = await sent({ type: 'image', media: { mediaId }, caption: 'Look' });
    const media = { mediaId, state: 'available', mimetype: 'image/jpeg', bytes: file.length };
    expect(content).toEqual({ type: 'image', media, caption: 'Look' });
  });

  test('is accepted once for its key, whatever is in our store by then', async () => {
    const { sent, send } = await session();
    const content = { type: 'image', media: { data: base64(jpeg()) } };
    const key = { 'idempotency-key': 'k1' };
    const first = await sent(content, key);
    expect(await sent(content, key)).toEqual(first);
    const other = { type: 'image', media: { data: base64(jpeg()) } };
    expect(await send(other, key)).toMatchObject({ status: 409, json: { error: { code: 'idempotency_conflict' } } });
  });

  test('is taken from a frame, too', async () => {
    const tenant = newTenant();
    const id = await api().session(tenant, connected);
    const { ask } = await api().webSocket(await api().token(tenant));
    const message = { type: 'sticker', media: { data: base64(webp(500)) } };
    const answer = await ask({ type: 'send_message', sessionId: id, to, message });
    expect(answer).toMatchObject({ type: 'message_accepted' });
    const wrong = { type: 'image', media: { data: base64(pdf()) } };
    const refusal = await ask({ type: 'send_message', sessionId: id, to, message: wrong });
    expect(refusal).toMatchObject({ type: 'error', details: [{ field: 'message.media.data' }] });
  });
});

describe('a file at an address', () => {
  const files: Record<string, Buffer> = {
    '/Offer%202026.pdf': pdf(),
    '/picture': jpeg(),
    '/large.webp': webp(1_100_000),
  };
  const { base, way } = useHttps(({ url = '' }, response) => response.end(files[url]));

  const take = async (kind: MediaKind, path: string) => {
    const { id } = await session();
    return mediaToSend(api(), id, { kind, source: { url: base() + path }, field: 'content.media' }, way);
  };

  test('is fetched and kept, under the name that the address gives it', async () => {
    const [offer, picture] = [await take('document', '/Offer%202026.pdf'), await take('image', '/picture')];
    expect(offer).toMatchObject({ state: 'available', fileName: 'Offer 2026.pdf', mimetype: 'application/pdf' });
    expect(picture).toMatchObject({ state: 'available', mimetype: 'image/jpeg', bytes: files['/picture']?.length });
    expect(picture.fileName).toBeUndefined();
  });

  test.each([
    ['image', '/Offer%202026.pdf', 'is "application/pdf"'],
    ['sticker', '/large.webp', 'gives more than 1 MB'],
    ['image', '/missing', 'is empty'],
  ] as const)('is refused as %s: %s', async (kind, path, words) => {
    await expect(take(kind, path)).rejects.toMatchObject({
      code: 'invalid_request',
      details: [{ field: 'content.media.url', message: expect.stringContaining(words) }],
    });
  });
});

describe('a file that cannot be sent', () => {
  const wrong = { status: 400, code: 'invalid_request' };

  test('is another kind of file', async () => {
    const { refused, announced } = await session();
    const asImage = { ...wrong, message: expect.stringContaining('is "application/pdf": as "image" WhatsApp takes') };
    const file = pdf();
    expect(await refused({ type: 'image', media: { data: base64(file) } })).toEqual({
      ...asImage,
      field: 'content.media.data',
    });
    const mediaId = await announced('image/jpeg', file.length, file);
    expect(await refused({ type: 'image', media: { mediaId } })).toEqual({
      ...asImage,
      field: 'content.media.mediaId',
    });
  });

  test('is too large for its kind', async () => {
    const { refused, announced } = await session();
    const sticker = webp(1024 * 1024);
    const mediaId = await announced('image/webp', sticker.length, sticker);
    const tooLarge = {
      ...wrong,
      field: 'content.media.mediaId',
      message: 'is too large: as "sticker" WhatsApp takes 1 MB',
    };
    expect(await refused({ type: 'sticker', media: { mediaId } })).toEqual(tooLarge);
  });

  test('is not there', async () => {
    const { id, refused, announced } = await session();
    const never = await announced('image/jpeg', 100);
    expect(await refused({ type: 'image', media: { mediaId: never } })).toMatchObject({
      status: 409,
      code: 'media_not_ready',
    });
    const notFound = { status: 404, code: 'media_not_found' };
    expect(await refused({ type: 'image', media: { mediaId: newMediaId() } })).toMatchObject(notFound);
    const lost = newMediaId();
    await saveMedia(api().table, id, { mediaId: lost, state: 'available', mimetype: 'image/jpeg' });
    expect(await refused({ type: 'image', media: { mediaId: lost } })).toMatchObject(notFound);
    const other = await session();
    const theirs = await other.announced('image/jpeg', 2_022, jpeg());
    expect(await refused({ type: 'image', media: { mediaId: theirs } })).toMatchObject(notFound);
  });

  test.each([
    ['https://127.0.0.1/a.jpg', 'must be a public address'],
    ['https://2130706433/a.jpg', 'must be a public address'],
    ['https://[::1]/a.jpg', 'must be a public address'],
    ['https://10.1.2.3/a.jpg', 'must be a public address'],
    ['https://169.254.169.254/latest/meta-data', 'must be a public address'],
    ['https://localhost:8443/a.jpg', 'must be a public address'],
    ['http://example.com/a.jpg', 'must be an https address'],
    ['file:///etc/passwd', 'must be an https address'],
    ['data:image/png;base64,AAAA', 'must be an https address'],
  ])('is at %s', async (url, message) => {
    const { refused } = await session();
    expect(await refused({ type: 'image', media: { url } })).toEqual({ ...wrong, field: 'content.media.url', message });
  });

  test.each([
    [{ media: {} }, 'content.media'],
    [{ media: { data: '' } }, 'content.media.data'],
    [{ media: { data: '!' } }, 'content.media.data'],
    [{ media: { mediaId: 'x' } }, 'content.media.mediaId'],
    [{ media: { data: base64(jpeg()), mimetype: 'jpeg' } }, 'content.media.mimetype'],
    [{ media: { data: base64(jpeg()) }, seconds: 3 }, 'content'],
    [{ type: 'voice', media: { data: base64(opus(1)) }, caption: 'x' }, 'content.caption'],
    [{ type: 'document', media: { data: base64(pdf()) }, viewOnce: true }, 'content.viewOnce'],
  ])('is not described as it has to be: %#', async (content, field) => {
    const { refused } = await session();
    expect(await refused({ type: 'image', ...content })).toMatchObject({ ...wrong, field });
  });

  test('is too large for a body', async () => {
    const { send } = await session();
    const { status, json } = await send({ type: 'document', media: { data: base64(Buffer.alloc(3_200_000)) } });
    expect({ status, code: (json as ErrorAnswer).error.code }).toEqual({ status: 413, code: 'payload_too_large' });
  });
});

test('nothing is accepted of a message whose file is refused', async () => {
  const { send } = await session();
  const before = (await api().rows()).length;
  await send({ type: 'image', media: { data: base64(pdf()) } });
  expect((await api().rows()).length).toBe(before);
});
