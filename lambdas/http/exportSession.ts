import { ExportSession } from '../../core/model/exports.ts';
import { sealExport } from '../../core/store/exportFile.ts';
import { takeOut } from '../operations/takeOut.ts';
import type { Call, HttpResult } from './call.ts';
import { findSession } from '../operations/findSession.ts';
import { bodyOf } from './request.ts';

/** POST /api/sessions/{id}/export: the session leaves as a file; it is stopped, and has no credentials here any more. */
export async function exportSession({ context, event, principal }: Call): Promise<HttpResult> {
  const { passphrase } = bodyOf(ExportSession, event);
  const row = await findSession(context, principal, event.pathParameters?.['id']);
  const file = await sealExport(await takeOut(context, row), passphrase);
  return {
    statusCode: 200,
    headers: {
      'content-type': 'application/json',
      'content-disposition': `attachment; filename="${row.phoneNumber ?? row.id}.keepline.json"`,
    },
    body: JSON.stringify(file),
  };
}
