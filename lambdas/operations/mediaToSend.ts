import { createHash } from 'node:crypto';
import type { Media, MediaKind, MediaSource } from '../../core/model/content.ts';
import { newMediaId, type SessionId } from '../../core/model/ids.ts';
import { MEDIA_LIMITS, mimetypeAs, unfitAs } from '../../core/model/media.ts';
import { putFile } from '../../core/store/media.ts';
import { saveMedia } from '../../core/store/mediaRows.ts';
import { sniff } from '../../core/store/sniff.ts';
import { FetchError, fetchPublic, TO_THE_INTERNET, type WayOut } from './fetchPublic.ts';
import { type FileContext, findFile } from './findFile.ts';
import { refuse } from './refusals.ts';

/** Leaves time to store the file and to answer, of the function's 28 seconds. */
const FETCH_MS = 15_000;

interface Wish {
  kind: MediaKind;
  source: MediaSource;
  fileName?: string | undefined;
  /** The field that the caller wrote the source in; errors name it. */
  field: string;
}

/**
 * The file of a message that is accepted: it is there, and WhatsApp takes it as this kind.
 * @throws {KeeplineError} `invalid_request`, `media_not_found`, `media_not_ready`
 */
export async function mediaToSend(
  context: FileContext,
  sessionId: SessionId,
  wish: Wish,
  way: WayOut = TO_THE_INTERNET,
): Promise<Media> {
  const { kind, source, fileName } = wish;
  if ('mediaId' in source) {
    const { media, found } = await findFile(context, sessionId, source.mediaId);
    const mimetype = mimetypeAs(kind, found, media.mimetype);
    refuseUnfit(wish, { mimetype, bytes: media.bytes });
    return { ...media, mimetype, fileName: fileName ?? media.fileName };
  }
  const data = 'url' in source ? await fetchFile(source.url, wish, way) : Buffer.from(source.data, 'base64');
  const mimetype = mimetypeAs(kind, await sniff(data), 'url' in source ? undefined : source.mimetype);
  refuseUnfit(wish, { mimetype, bytes: data.length });
  const name = fileName ?? ('url' in source ? nameIn(source.url) : undefined);
  return storeFile(context, sessionId, data, { mimetype, fileName: kind === 'document' ? name : fileName });
}

async function storeFile(
  context: FileContext,
  sessionId: SessionId,
  data: Buffer,
  { mimetype, fileName }: Pick<Media, 'mimetype' | 'fileName'>,
): Promise<Media> {
  const mediaId = newMediaId(context.now());
  const sha256 = createHash('sha256').update(data).digest('hex');
  const known = { mimetype, bytes: data.length, sha256 };
  await putFile(await context.bucket(), { sessionId, mediaId }, data, known);
  const media: Media = { mediaId, state: 'available', ...known, fileName };
  await saveMedia(context.table, sessionId, media);
  return media;
}

async function fetchFile(url: string, { kind, field }: Wish, way: WayOut): Promise<Buffer> {
  try {
    return await fetchPublic(url, { maxBytes: MEDIA_LIMITS[kind].bytes, timeoutMs: FETCH_MS }, way);
  } catch (error) {
    throw error instanceof FetchError ? refuse(`${field}.url`, error.message) : error;
  }
}

function refuseUnfit({ kind, source, field }: Wish, file: { mimetype: string; bytes: number }): void {
  const unfit = unfitAs(kind, file);
  const [form = ''] = Object.keys(source);
  if (unfit) throw refuse(`${field}.${form}`, unfit);
}

/** The last part of an address's path, where it looks like a file's name. */
function nameIn(url: string): string | undefined {
  const last = new URL(url).pathname.split('/').at(-1) ?? '';
  try {
    return last.includes('.') ? decodeURIComponent(last).slice(0, 256) : undefined;
  } catch {
    return undefined;
  }
}
