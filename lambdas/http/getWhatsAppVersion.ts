import { WhatsAppVersionAnswer } from '../../core/model/http.ts';
import { readFleetVersion } from '../../core/store/whatsappVersion.ts';
import { requireAdmin } from '../operations/requireAdmin.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';

/** GET /api/whatsapp-version: what was set, and what WhatsApp last took. */
export async function getWhatsAppVersion({ context, principal }: Call): Promise<HttpResult> {
  requireAdmin(principal);
  return json(200, WhatsAppVersionAnswer, await readFleetVersion(context.table));
}
