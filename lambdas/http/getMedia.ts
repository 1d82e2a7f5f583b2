import { MediaAnswer } from '../../core/model/media.ts';
import { signDownload } from '../../core/store/media.ts';
import { findSession } from '../operations/findSession.ts';
import { findFile } from '../operations/findFile.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';

const SIGNED_SECONDS = 300;

/** GET /api/sessions/{id}/media/{mediaId}: what is known of a file, and where its bytes are for a while. */
export async function getMedia({ context, event, principal }: Call): Promise<HttpResult> {
  const { id: sessionId } = await findSession(context, principal, event.pathParameters?.['id']);
  const { media } = await findFile(context, sessionId, event.pathParameters?.['mediaId']);
  const expiresAt = new Date(context.now() + SIGNED_SECONDS * 1000).toISOString();
  const at = { sessionId, mediaId: media.mediaId };
  const url = await signDownload(await context.bucket(), at, media, SIGNED_SECONDS);
  return json(200, MediaAnswer, { media, url, expiresAt });
}
