import { revokeApiKey as revoke } from '../operations/revokeApiKey.ts';
import type { Call, HttpResult } from './call.ts';

/** DELETE /api/keys/{keyId} */
export async function revokeApiKey({ context, event, principal }: Call): Promise<HttpResult> {
  await revoke(context, principal, event.pathParameters?.['keyId']);
  return { statusCode: 204 };
}
