import type { Media } from '../../core/model/content.ts';
import { KeeplineError } from '../../core/model/errors.ts';
import { MediaId, type SessionId } from '../../core/model/ids.ts';
import { lookAtFile } from '../../core/store/media.ts';
import { findMedia, saveMedia } from '../../core/store/mediaRows.ts';
import { sniff, SNIFFED_BYTES } from '../../core/store/sniff.ts';
import type { Table } from '../../core/store/table.ts';
import type { Context } from '../context.ts';

/** What it takes to work with files. */
export type FileContext = Pick<Context, 'table' | 'bucket' | 'now'>;

/** A file that is there: what is known of it, and what its beginning tells that it is. */
export interface FoundFile {
  media: Media & { bytes: number };
  found: string | undefined;
}

/**
 * Finds a file of a session, whether it came from WhatsApp or was announced by a caller and is there by now.
 * @param id as the caller wrote it
 * @throws {KeeplineError} `media_not_found`; `media_not_ready` while it is on its way
 */
export async function findFile(context: FileContext, sessionId: SessionId, id: string | undefined): Promise<FoundFile> {
  const { table } = context;
  const mediaId = MediaId.safeParse(id).data;
  const media =
    mediaId && ((await findMedia(table, sessionId, mediaId)) ?? (await mediaTold(table, sessionId, mediaId)));
  if (!media) throw new KeeplineError('media_not_found', 'This session has no file with this id.');
  if (media.state === 'failed') {
    throw new KeeplineError('media_not_found', `This file could not be had from WhatsApp (${media.reason}).`);
  }
  const seen = await lookAtFile(await context.bucket(), { sessionId, mediaId }, SNIFFED_BYTES);
  if (!seen && media.state === 'available') {
    throw new KeeplineError('media_not_found', 'This file was kept as long as files are, and is gone.');
  }
  if (!seen) {
    throw new KeeplineError('media_not_ready', 'This file is not there yet: it was not uploaded, or is on its way.');
  }
  const there = { ...media, state: 'available' as const, bytes: seen.bytes };
  if (media.state === 'pending') await saveMedia(table, sessionId, there);
  return { media: there, found: await sniff(seen.head) };
}

/** A file that a session told of a moment ago, and that has no row yet. */
async function mediaTold(table: Table, sessionId: SessionId, id: MediaId): Promise<Media | undefined> {
  const { toldLately } = await import('../../core/store/toldLately.ts');
  for (const event of await toldLately(table, sessionId)) {
    if (event.type === 'message_media' && event.media.mediaId === id) return event.media;
    const content = event.type === 'message_received' ? event.message.content : undefined;
    if (content && 'media' in content && content.media.mediaId === id) return content.media;
  }
  return undefined;
}
