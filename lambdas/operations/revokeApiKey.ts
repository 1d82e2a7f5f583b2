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
  const found =
    row?.tenant === principal.tenantId && maySeeKey(principal, row.apiKey) && (await revoke(table, row, now()));
  if (!row || !found) throw new KeeplineError('api_key_not_found', 'There is no API key with this id.');
  const connections = await connectionsOfKey(table, row.apiKey.id);
  await Promise.all(connections.map((connection) => hangUp(frames, connection)));
}
