import { ringWebhooks } from '../../core/channels/webhookBells.ts';
import type { TenantId } from '../../core/model/ids.ts';
import { KNOWN_FOR_MS } from '../../core/store/webhooks.ts';
import type { Context } from '../context.ts';

/**
 * Has what a tenant's webhooks still lack delivered. A bell that does not ring only delays.
 * @param known workers know these webhooks already; else they may not ring yet for what happens meanwhile
 */
export async function ringTenant(
  { webhookBells, log }: Context,
  tenant: TenantId,
  { known }: { known: boolean },
): Promise<void> {
  await ringWebhooks(webhookBells, { type: 'tenant', tenant }, known ? 0 : KNOWN_FOR_MS + 1_000).catch(
    (error: unknown) => log.warn('a bell did not ring', { tenant, error }),
  );
}
