import { type Http, uploadMedia } from '../../client/index.ts';
import type { MediaKind, Outgoing } from '../../core/model/content.ts';
import { MediaId } from '../../core/model/ids.ts';
import { MEDIA_LIMITS } from '../../core/model/media.ts';
import type { Draft } from './useSend.ts';

/** As what a file is sent: what WhatsApp takes as a picture, video or sound, and anything else as a document. */
function kindOf({ type, size }: File): MediaKind {
  const fits = (['image', 'video', 'audio'] as const).find((kind) => {
    const { bytes, mimetypes } = MEDIA_LIMITS[kind];
    return size <= bytes && mimetypes?.includes(type);
  });
  return fits ?? 'document';
}

/** What a draft says, for the API. Its file is put into the store first, once. */
export async function contentOf(http: Http, sessionId: string, draft: Draft): Promise<Outgoing> {
  const { text, file, quote: answered } = draft;
  const quote = answered && { quote: answered.id };
  if (!file) return { type: 'text', text, ...quote };
  draft.mediaId ??= await uploadMedia(http, sessionId, file);
  return {
    type: kindOf(file),
    media: { mediaId: MediaId.parse(draft.mediaId) },
    fileName: file.name.slice(0, 256),
    ...(text !== '' && { caption: text }),
    ...quote,
  };
}
