import type { Vault } from '../../core/store/vault.ts';
import type { WebhookRow } from '../../core/store/webhooks.ts';
import { version } from '../version.ts';
import type { Posted, Poster } from './post.ts';
import { signatureOf } from './secrets.ts';

/** One attempt to deliver something that has an id. */
export async function deliver(
  { vault, now }: { vault: Vault; now: () => number },
  webhook: WebhookRow,
  poster: Poster,
  event: { id: string; type: string; correlationId?: string | undefined },
): Promise<Posted> {
  const body = JSON.stringify(event);
  const signature = await signatureOf(vault, webhook, { id: event.id, body, now: now() });
  const headers = {
    'content-type': 'application/json',
    'user-agent': `Keepline/${version}`,
    ...(event.correlationId && { 'x-correlation-id': event.correlationId }),
    ...signature,
  };
  return poster.post(headers, body);
}
