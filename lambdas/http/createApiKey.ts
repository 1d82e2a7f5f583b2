import { ApiKeyCreated, CreateApiKey } from '../../core/model/apiKeys.ts';
import { createApiKey as create } from '../operations/createApiKey.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';
import { bodyOf } from './request.ts';

/** POST /api/keys */
export async function createApiKey({ context, event, principal }: Call): Promise<HttpResult> {
  return json(201, ApiKeyCreated, await create(context, principal, bodyOf(CreateApiKey, event)));
}
