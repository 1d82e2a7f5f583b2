import { IMPORT_LIMIT, ImportSession } from '../../core/model/exports.ts';
import { Session } from '../../core/model/session.ts';
import { toSession } from '../../core/store/sessions.ts';
import { createSession } from '../operations/createSession.ts';
import { importedFiles } from '../operations/importedFiles.ts';
import { ringOwner } from '../operations/ringOwner.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';
import { bodyOf, idempotencyKeyOf } from './request.ts';

/** POST /api/sessions/import: a session that is linked already. It connects without a scan. */
export async function importSession({ context, event, principal }: Call): Promise<HttpResult> {
  const wish = bodyOf(ImportSession, event, IMPORT_LIMIT);
  const imported = await importedFiles(wish);
  const { label, metadata, proxy } = wish;
  const { sourceIp: ip } = event.requestContext.http;
  const made = { ip, idempotencyKey: idempotencyKeyOf(event), imported };
  const { row } = await createSession(context, principal, { label, metadata, proxy }, made);
  await ringOwner(context, row);
  return json(201, Session, toSession(row));
}
