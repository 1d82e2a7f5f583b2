import { Settings, UpdateSettings } from '../../core/model/settings.ts';
import { getSettings as get, updateSettings as update } from '../../core/store/settings.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';
import { bodyOf } from './request.ts';

/** GET /api/settings: what the caller's tenant has switched on. */
export const getSettings = async ({ context, principal }: Call): Promise<HttpResult> =>
  json(200, Settings, await get(context.table, principal.tenantId));

/** PATCH /api/settings: workers go by it within seconds. */
export async function updateSettings({ context, event, principal }: Call): Promise<HttpResult> {
  const change = bodyOf(UpdateSettings, event);
  const nothing = Object.keys(change).length === 0;
  const settings = nothing ? get(context.table, principal.tenantId) : update(context.table, principal.tenantId, change);
  return json(200, Settings, await settings);
}
