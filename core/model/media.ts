/** Files: what can be sent as what, and the contract of putting and fetching them. */
import * as z from 'zod';
import { Media, type MediaKind } from './content.ts';
import { MediaId } from './ids.ts';

const MB = 1024 * 1024;

interface Limit {
  bytes: number;
  /** Undefined: any. */
  mimetypes?: readonly string[];
}

const IMAGES = ['image/jpeg', 'image/png', 'image/webp', 'image/gif'];
const VIDEOS = ['video/mp4', 'video/3gpp', 'video/quicktime', 'video/webm'];
const AUDIOS = ['audio/ogg', 'audio/mpeg', 'audio/mp4', 'audio/aac', 'audio/amr', 'audio/wav', 'audio/webm'];

/** What WhatsApp takes, by kind. Documents may be 2 GB there; more than this is for a link. */
export const MEDIA_LIMITS: Record<MediaKind, Limit> = {
  image: { bytes: 16 * MB, mimetypes: IMAGES },
  video: { bytes: 100 * MB, mimetypes: VIDEOS },
  video_note: { bytes: 64 * MB, mimetypes: VIDEOS },
  audio: { bytes: 16 * MB, mimetypes: AUDIOS },
  voice: { bytes: 16 * MB, mimetypes: AUDIOS },
  document: { bytes: 100 * MB },
  sticker: { bytes: 1 * MB, mimetypes: ['image/webp'] },
};
export const LARGEST_FILE = 100 * MB;

/** `type/subtype`, with parameters such as `; codecs=opus`. */
export const Mimetype = z
  .string()
  .max(128)
  .regex(/^[\w.+-]+\/[\w.+-]+( *; *[\w.+-]+=[\w.+-]+)*$/, 'must be a media type, such as "image/jpeg"')
  .transform((text) => text.toLowerCase());

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
