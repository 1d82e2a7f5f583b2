import { ApiKeyList } from '../../core/model/apiKeys.ts';
import { listApiKeys as list } from '../../core/store/apiKeys.ts';
import { maySeeKey } from '../operations/maySeeKey.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';

/** GET /api/keys */
export async function listApiKeys({ context, principal }: Call): Promise<HttpResult> {
  return json(200, ApiKeyList, {
    apiKeys: (await list(context.table, principal.tenantId)).filter((apiKey) => maySeeKey(principal, apiKey)),
  });
}
