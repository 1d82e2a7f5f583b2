/** Files: what can be sent as what, and the contract of putting and fetching them. */
import * as z from 'zod';
import { Media, type MediaKind } from './content.ts';
import { MediaId } from './ids.ts';
import { Mimetype } from './mimetype.ts';

const MB = 1024 * 1024;

interface Limit {
  bytes: number;
  /** Undefined: any. */
  mimetypes?: readonly string[];
}

const VIDEOS = ['video/mp4', 'video/3gpp', 'video/quicktime'];
const AUDIOS = ['audio/ogg', 'audio/mpeg', 'audio/mp4', 'audio/aac', 'audio/amr'];

/** What WhatsApp takes, by kind. Documents may be 2 GB there; what is larger than this is better sent as a link. */
export const MEDIA_LIMITS: Record<MediaKind, Limit> = {
  image: { bytes: 16 * MB, mimetypes: ['image/jpeg', 'image/png', 'image/webp'] },
  video: { bytes: 100 * MB, mimetypes: VIDEOS },
  video_note: { bytes: 64 * MB, mimetypes: VIDEOS },
  audio: { bytes: 16 * MB, mimetypes: AUDIOS },
  voice: { bytes: 16 * MB, mimetypes: AUDIOS },
  document: { bytes: 100 * MB },
  sticker: { bytes: 1 * MB, mimetypes: ['image/webp'] },
};
export const LARGEST_FILE = 100 * MB;

/** Containers of pictures and sound, as they are called when there is only sound. */
const SOUND_IN: Record<string, string> = {
  'video/mp4': 'audio/mp4',
  'audio/x-m4a': 'audio/mp4',
  'video/3gpp': 'audio/3gpp',
  'video/ogg': 'audio/ogg',
  'application/ogg': 'audio/ogg',
};
const UNKNOWN = 'application/octet-stream';
const withoutParameters = (mimetype: string) => mimetype.split(';', 1)[0]?.trim() ?? '';

/**
 * What a file of a kind is.
 * @param found by its first bytes; they decide, except for documents, most of which look like archives
 * @param claimed by whoever sent it, perhaps a stranger: it may be anything
 */
export function mimetypeAs(kind: MediaKind, found: string | undefined, claimed: string | undefined): string {
  const said = Mimetype.safeParse(claimed).data;
  if (kind === 'document') return said ?? found ?? UNKNOWN;
  const isSound = kind === 'audio' || kind === 'voice';
  const seen = found && isSound ? (SOUND_IN[found] ?? found) : found;
  // Some sound has no mark at its beginning.
  if (!seen) return isSound && said?.startsWith('audio/') ? said : UNKNOWN;
  return said && withoutParameters(said) === withoutParameters(seen) ? said : seen;
}

/** @returns what is wrong with a file that is to be sent as a kind; undefined when nothing is */
export function unfitAs(kind: MediaKind, { mimetype, bytes }: { mimetype: string; bytes: number }): string | undefined {
  const { bytes: limit, mimetypes } = MEDIA_LIMITS[kind];
  if (bytes === 0) return 'is empty';
  if (bytes > limit) return `is too large: as "${kind}" WhatsApp takes ${limit / MB} MB`;
  if (!mimetypes || mimetypes.includes(withoutParameters(mimetype))) return undefined;
  return `is "${mimetype}": as "${kind}" WhatsApp takes ${mimetypes.join(', ')}; anything goes as "document"`;
}

/** Announces a file that the caller will put at a signed address, with just this type and size. */
export const CreateMedia = z.strictObject({
  mimetype: Mimetype,
  bytes: z.int().min(1).max(LARGEST_FILE),
  fileName: z.string().min(1).max(256).optional(),
});
export type CreateMedia = z.infer<typeof CreateMedia>;

/** The file goes to `upload.url` with `upload.headers`, until `expiresAt`; then `mediaId` can be sent. */
export const MediaCreated = z.object({
  mediaId: MediaId,
  upload: z.object({ method: z.literal('PUT'), url: z.url(), headers: z.record(z.string(), z.string()) }),
  expiresAt: z.iso.datetime(),
});
export type MediaCreated = z.infer<typeof MediaCreated>;

/** `url` gives the file to whoever has it, until `expiresAt`. */
export const MediaAnswer = z.object({ media: Media, url: z.url(), expiresAt: z.iso.datetime() });
export type MediaAnswer = z.infer<typeof MediaAnswer>;
