import { CreateMedia, MediaCreated } from '../../core/model/media.ts';
import { newMediaId } from '../../core/model/ids.ts';
import { signUpload } from '../../core/store/media.ts';
import { announceMedia } from '../../core/store/mediaRows.ts';
import { findSession } from '../operations/findSession.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';
import { bodyOf } from './request.ts';

const SIGNED_SECONDS = 900;
const FORGOTTEN_SECONDS = 7 * 24 * 3600;

/** POST /api/sessions/{id}/media: a file is announced; its bytes go to S3 itself. */
export async function createMedia({ context, event, principal }: Call): Promise<HttpResult> {
  const { mimetype, bytes, fileName } = bodyOf(CreateMedia, event);
  const { id } = await findSession(context, principal, event.pathParameters?.['id']);
  const mediaId = newMediaId(context.now());
  const expiresAt = new Date(context.now() + SIGNED_SECONDS * 1000).toISOString();
  const at = { sessionId: id, mediaId };
  const url = await signUpload(await context.bucket(), at, { mimetype, bytes }, SIGNED_SECONDS);
  await announceMedia(context.table, id, { mediaId, state: 'pending', mimetype, bytes, fileName }, FORGOTTEN_SECONDS);
  const upload = { method: 'PUT' as const, url, headers: { 'content-type': mimetype } };
  return json(201, MediaCreated, { mediaId, upload, expiresAt });
}
