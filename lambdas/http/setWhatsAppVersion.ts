import { SetWhatsAppVersion, WhatsAppVersionAnswer } from '../../core/model/http.ts';
import { setFleetVersion } from '../../core/store/whatsappVersion.ts';
import { requireAdmin } from '../operations/requireAdmin.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';
import { bodyOf } from './request.ts';

/** PUT /api/whatsapp-version: new connections go by it within seconds, and sessions that were refused try again. */
export async function setWhatsAppVersion({ context, event, principal }: Call): Promise<HttpResult> {
  requireAdmin(principal);
  const { version } = bodyOf(SetWhatsAppVersion, event);
  const now = new Date(context.now()).toISOString();
  return json(200, WhatsAppVersionAnswer, await setFleetVersion(context.table, version ?? undefined, now));
}
