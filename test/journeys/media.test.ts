/** Files both ways: between a caller, our store, and phones that open what they get as WhatsApp's own apps do. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uploadMedia } from '../../client/index.ts';
import type { MediaKind, MediaSource, Outgoing } from '../../core/model/content.ts';
import { adaAndBob } from './adaAndBob.ts';
import { launchBrowser } from './browser.ts';
import { jpeg, mp3, mp4, opus, pdf, png, sha256, webp } from './files.ts';

const { world, tenant, ada, bob, session } = await adaAndBob();

/** Sends a file, and gives the message's id. */
async function send(type: MediaKind, media: MediaSource, more: object = {}): Promise<string> {
  const content = { type, media, ...more } as Outgoing;
  return (await tenant.http.sendMessage(session.id, { to: bob.number, content })).messageId;
}

const blobOf = (data: Uint8Array<ArrayBuffer>, type: string) => new Blob([data], { type });
const put = (data: Buffer<ArrayBuffer>, type: string, fileName?: string) =>
  uploadMedia(tenant.http, session.id, blobOf(data, type), { fileName });

const KINDS: [MediaKind, Buffer, string, { sent?: object; shown?: object; simulated?: string }][] = [
  ['image', jpeg(), 'image/jpeg', { sent: { caption: 'Look!' }, shown: { caption: 'Look!' } }],
  ['image', png(), 'image/png', { sent: { viewOnce: true }, shown: { viewOnce: true } }],
  ['video', mp4(), 'video/mp4', { sent: { caption: 'Watch' }, shown: { caption: 'Watch' } }],
  ['video_note', mp4(), 'video/mp4', { simulated: 'note' }],
  ['audio', mp3(3), 'audio/mpeg', { shown: { seconds: 3 } }],
  ['voice', opus(4), 'audio/ogg; codecs=opus', { shown: { seconds: 4 } }],
  ['document', pdf(), 'application/pdf', { sent: { fileName: 'Offer.pdf' }, shown: { fileName: 'Offer.pdf' } }],
  ['sticker', webp(), 'image/webp', {}],
];

describe.each(KINDS)('%s', (kind, file, mimetype, { sent = {}, shown = {}, simulated = kind }) => {
  it(`is sent (${mimetype}), and the phone opens just that file`, async () => {
    const mediaId = await put(file as Buffer<ArrayBuffer>, mimetype);
    const id = await send(kind, { mediaId } as MediaSource, sent);
    const { content } = await bob.sees(id);
    expect(content).toMatchObject({ type: simulated, mimetype, size: file.length, ...shown });
    expect(sha256(await bob.opens(id))).toBe(sha256(file));
    await session.messageStatus(id, 'delivered');
  });

  it(`comes (${mimetype}), and is fetched as it was`, async () => {
    const id = await bob.says(ada.number, { type: simulated, data: file.toString('base64'), mimetype, ...shown });
    const { content } = await session.gets(id);
    expect(content).toMatchObject({ type: kind, media: { state: 'pending', mimetype } });
    const settled = await session.settles(id);
    expect(settled).toMatchObject({ state: 'available', mimetype, bytes: file.length, sha256: sha256(file) });

    const { media, url } = await tenant.http.getMedia(session.id, settled.mediaId);
    expect(media).toEqual(settled);
    const given = await fetch(url);
    expect(sha256(new Uint8Array(await given.arrayBuffer()))).toBe(sha256(file));
    expect(given.headers.get('content-type')).toBe(mimetype);
    await expect
      .poll(async () => (await tenant.http.getMessage(session.id, id)).content)
      .toMatchObject({ type: kind, media: settled });
  });
});

describe('in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  /** Puts a file from a page of this origin, and fetches it there again. @returns what it got, or why it got nothing */
  async function roundTrip(origin: string): Promise<string> {
    const mimetype = 'text/plain';
    const { mediaId, upload } = await tenant.http.createMedia(session.id, { mimetype, bytes: 11 });
    await using page = await browser.newPage();
    await page.goto(origin);
    const putThere = ({ url, headers }: typeof upload) =>
      fetch(url, { method: 'PUT', headers, body: 'from a page' }).then(
        ({ status }) => String(status),
        (error: Error) => error.message,
      );
    const putting = await page.evaluate(putThere, upload);
    if (putting !== '200') return putting;
    const { url } = await tenant.http.getMedia(session.id, mediaId);
    // The page ends with this function.
    const fetched = await page.evaluate(async (address) => (await fetch(address)).text(), url);
    return fetched;
  }

  it('our page puts files at S3 and fetches them, and another page does not', async () => {
    const { console: ours, simulator = '' } = world.stack.endpoints;
    expect(await roundTrip(`${ours}/config.json`)).toBe('from a page');
    expect(await roundTrip(`${simulator}/health`)).toBe('Failed to fetch');
  });
});
