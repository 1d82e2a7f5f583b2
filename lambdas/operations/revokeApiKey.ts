import { KeeplineError } from '../../core/model/errors.ts';
import { ApiKeyId } from '../../core/model/ids.ts';
import type { Principal } from '../../core/model/principal.ts';
import { hangUp } from '../../core/channels/frames.ts';
import { connectionsOfKey, findApiKey, revokeApiKey as revoke } from '../../core/store/apiKeys.ts';
import { maySeeKey } from './maySeeKey.ts';
import type { Context } from '../context.ts';

/**
 * Ends a key of the caller's tenant, and the connections that it has opened.
 * @throws {KeeplineError} `api_key_not_found`
 */
export async function revokeApiKey(context: Context, principal: Principal, id: string | undefined): Promise<void> {
  const { table, frames, now } = context;
  const parsed = ApiKeyId.safeParse(id);
  const row = parsed.success ? await findApiKey(table, parsed.data) : undefined;
  const found = row?.tenant === principal.tenantId && maySeeKey(principal, row.apiKey) ? row : undefined;
  const revoked = found !== undefined && (await revoke(table, found, now()));
  // Also of a key that is revoked already: a repeat ends what the first call could not.
  const connections = found ? await connectionsOfKey(table, found.apiKey.id) : [];
  await Promise.all(connections.map((connection) => hangUp(frames, connection)));
  if (!revoked) throw new KeeplineError('api_key_not_found', 'There is no API key with this id.');
}
