import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { randomBytes } from 'node:crypto';
import { downloadEncryptedContent, encryptedStream, getMediaKeys } from '@whiskeysockets/baileys';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MediaKind } from '../../core/model/content.ts';
import { openScratch, sweepScratch } from '../../worker/scratch.ts';
import { addressOf } from '../../worker/whatsapp/files/address.ts';
import { decryptTo, encryptFile, MEDIA_TYPE } from '../../worker/whatsapp/files/crypt.ts';
import { FileTrouble } from '../../worker/whatsapp/files/fileTrouble.ts';

const LARGE = 1024 * 1024;

/** A place of our own: others on this machine keep files in theirs. */
beforeAll(async () => {
  process.env['TMPDIR'] = await mkdtemp(join(tmpdir(), 'keepline-test-'));
});
afterAll(() => rm(tmpdir(), { recursive: true }));

/** A file that Baileys encrypted, as a message would tell of it. */
async function encryptedByBaileys(data: Buffer, kind: MediaKind) {
  const { encFilePath, mediaKey, fileSha256, fileEncSha256 } = await encryptedStream(data, MEDIA_TYPE[kind]);
  const opening = { kind, mediaKey: Buffer.from(mediaKey), fileSha256, fileEncSha256 };
  return { opening, encrypted: await readFile(encFilePath) };
}

async function serve(content: Buffer) {
  const server = createServer((_, response) => response.end(content)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    url,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** In pieces, cut where nobody would. */
const inPieces = (data: Buffer, size = 1_000) =>
  Readable.from(
    Array.from({ length: Math.ceil(data.length / size) }, (_, i) => data.subarray(i * size, (i + 1) * size)),
  );

describe('encryption as WhatsApp does it', () => {
  test.each(MediaKind.options)('what Baileys encrypted as %s is opened', async (kind) => {
    const data = randomBytes(70_003);
    const { opening, encrypted } = await encryptedByBaileys(data, kind);
    await using scratch = await openScratch();
    const path = scratch.file('plain');
    const opened = await decryptTo(path, inPieces(encrypted), opening, LARGE);
    expect(opened).toEqual({ bytes: data.length, sha256: Buffer.from(opening.fileSha256).toString('hex') });
    expect(await readFile(path)).toEqual(data);
  });

  test.each([0, 1, 15, 16, 17, 65_536, 200_000])('%d bytes are opened again, by Baileys too', async (length) => {
    await using scratch = await openScratch();
    const data = randomBytes(length);
    const [plain, encrypted] = [scratch.file('plain'), scratch.file('encrypted')];
    await writeFile(plain, data);
    const file = await encryptFile(plain, encrypted, 'image');
    expect(file.fileLength).toBe(length);
    const bytes = await readFile(encrypted);
    await decryptTo(plain, inPieces(bytes, 7), { kind: 'image', ...file }, LARGE);
    expect(await readFile(plain)).toEqual(data);

    // Baileys wants the MAC cut off.
    await using host = await serve(bytes.subarray(0, -10));
    const keys = await getMediaKeys(file.mediaKey, 'image');
    const byBaileys = await downloadEncryptedContent(host.url, keys);
    expect(await buffer(byBaileys)).toEqual(data);
  });

  test.each([
    ['a byte of the content', (bytes: Buffer) => bytes.fill(~bytes[5]!, 5, 6)],
    ['a byte of the MAC', (bytes: Buffer) => bytes.fill(~bytes.at(-1)!, bytes.length - 1)],
    ['its end', (bytes: Buffer) => bytes.subarray(0, -1)],
    ['a block', (bytes: Buffer) => bytes.subarray(16)],
    ['everything', () => Buffer.alloc(0)],
  ])('a file that lost %s is damaged', async (_, spoil) => {
    const { opening, encrypted } = await encryptedByBaileys(randomBytes(5_000), 'document');
    await using scratch = await openScratch();
    const opened = decryptTo(scratch.file('plain'), inPieces(spoil(encrypted)), opening, LARGE);
    await expect(opened).rejects.toEqual(new FileTrouble('damaged'));
  });

  test.each(['mediaKey', 'fileSha256', 'fileEncSha256'] as const)('a wrong %s is damage', async (name) => {
    const { opening, encrypted } = await encryptedByBaileys(randomBytes(5_000), 'document');
    await using scratch = await openScratch();
    const wrong = { ...opening, [name]: randomBytes(32) };
    const opened = decryptTo(scratch.file('plain'), inPieces(encrypted), wrong, LARGE);
    await expect(opened).rejects.toEqual(new FileTrouble('damaged'));
  });

  test('what is larger than may be is not read to its end', async () => {
    const { opening, encrypted } = await encryptedByBaileys(randomBytes(LARGE + 1), 'document');
    await using scratch = await openScratch();
    const endless = Readable.from(
      (function* () {
        yield encrypted;
        for (;;) yield randomBytes(1_000);
      })(),
    );
    await expect(decryptTo(scratch.file('plain'), endless, opening, LARGE)).rejects.toEqual(
      new FileTrouble('too_large'),
    );
  });
});

describe('where a file is fetched', () => {
  const host = 'told.example:8443';
  const directPath = '/v/t62/x?oh=1&oe=2';
  const told = `https://${host}${directPath}`;

  test.each([
    [
      'at WhatsApp’s own host that the sender names',
      { url: 'https://mmg.whatsapp.net/o', directPath },
      `https://mmg.whatsapp.net${directPath}`,
    ],
    [
      'at one of its others',
      { url: 'https://media-fra3-1.cdn.whatsapp.net/o', directPath },
      `https://media-fra3-1.cdn.whatsapp.net${directPath}`,
    ],
    ['at the address alone', { url: 'https://mmg.whatsapp.net/o?oh=1' }, 'https://mmg.whatsapp.net/o?oh=1'],
    ['at the path alone', { directPath }, told],
    ['not at a stranger’s host', { url: 'https://evil.example/o', directPath }, told],
    ['not at a name that looks like it', { url: 'https://evilwhatsapp.net/o', directPath }, told],
    ['not at a name that begins like it', { url: 'https://mmg.whatsapp.net.evil.example/o', directPath }, told],
    ['not at another port', { url: 'https://mmg.whatsapp.net:8443/o', directPath }, told],
    ['not without TLS', { url: 'http://mmg.whatsapp.net/o', directPath }, told],
    ['not at a file', { url: 'file:///etc/passwd', directPath }, told],
    ['not at a user’s', { directPath: '@evil.example/o' }, `https://${host}/@evil.example/o`],
  ])('%s', (_, named, expected) => {
    expect(addressOf(named, host).href).toBe(expected);
  });

  test.each([
    {},
    { directPath: '//evil.example/o' },
    { directPath: 'https://evil.example/o' },
    { directPath: '\\\\evil.example\\o' },
    { url: 'https://mmg.whatsapp.net/o', directPath: '//evil.example/o' },
  ])('%j leads away', (named) => {
    expect(() => addressOf(named, host)).toThrow(new FileTrouble('not_whatsapp'));
  });
});

describe('temporary files', () => {
  const left = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('keepline-files-'));

  test('go with their folder, also when something fails', async () => {
    const before = await left();
    await expect(
      (async () => {
        await using scratch = await openScratch();
        await writeFile(scratch.file('x'), 'content');
        throw new Error('on the way');
      })(),
    ).rejects.toThrow('on the way');
    expect(await left()).toEqual(before);
  });

  test('that a killed worker left are taken away, and those in use are not', async () => {
    const [old, young] = ['keepline-files-old', 'keepline-files-young'].map((name) => join(tmpdir(), name));
    for (const folder of [old!, young!]) await mkdir(folder, { recursive: true });
    const twoHoursAgo = new Date(Date.now() - 7_200_000);
    await utimes(old!, twoHoursAgo, twoHoursAgo);
    await sweepScratch();
    const names = await left();
    expect(names).not.toContain('keepline-files-old');
    expect(names).toContain('keepline-files-young');
    await sweepScratch(Date.now() + 7_200_000);
    expect(await left()).not.toContain('keepline-files-young');
  });
});
