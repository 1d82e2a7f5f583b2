import { KeeplineError } from '../../core/model/errors.ts';
import { Handover } from '../../core/model/http.ts';
import { toArchive, toBase64, toSessionString } from '../../core/model/sessionFiles.ts';
import { takeParcel } from '../../core/store/parcels.ts';
import { askSession } from '../operations/askSession.ts';
import { findSession } from '../operations/findSession.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';

/** POST /api/sessions/{id}/handover: what an ephemeral session has paired, once. Its worker erases the rest. */
export async function collectHandover({ context, event, principal }: Call): Promise<HttpResult> {
  const { table, vault, now } = context;
  const { id, handover } = await findSession(context, principal, event.pathParameters?.['id']);
  const files = handover && (await takeParcel(table, vault, id, 'out', now()));
  if (!files) {
    const message = 'There is nothing to collect: no phone is linked yet, or somebody has collected it.';
    throw new KeeplineError('handover_not_found', message);
  }
  await askSession(context, principal, id, 'stopped');
  return json(200, Handover, { session: toSessionString(files), archive: toBase64(toArchive(files)) });
}
