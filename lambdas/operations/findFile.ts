import type { Media } from '../../core/model/content.ts';
import { KeeplineError } from '../../core/model/errors.ts';
import { MediaId, type SessionId } from '../../core/model/ids.ts';
import { lookAtFile } from '../../core/store/media.ts';
import { findMedia, saveMedia } from '../../core/store/mediaRows.ts';
import { sniff, SNIFFED_BYTES } from '../../core/store/sniff.ts';
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
  const mediaId = MediaId.safeParse(id).data;
  const media = mediaId && (await findMedia(context.table, sessionId, mediaId));
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
  if (media.state === 'pending') await saveMedia(context.table, sessionId, there);
  return { media: there, found: await sniff(seen.head) };
}
