/** Webhooks' secrets: made, sealed and opened, and what they sign. */
import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { Webhook as Signer } from 'standardwebhooks';
import type { SealedSecret, WebhookRow } from '../../core/store/webhooks.ts';
import { openSecret, sealSecret, type Vault } from '../../core/store/vault.ts';

const SECRET_BYTES = 32;
/** Opened secrets that a container remembers: KMS is not asked for each delivery. */
const opened = new LRUCache<string, string>({ max: 1_000, ttl: 300_000 });

const contextOf = ({ tenant, id }: Pick<WebhookRow, 'tenant' | 'id'>) => ({ tenant, webhook: id });
const textOf = (bytes: Uint8Array) => `whsec_${Buffer.from(bytes).toString('base64')}`;

/** A new secret, as its owner is shown it once, and as it is kept. */
export async function makeSecret(
  vault: Vault,
  webhook: Pick<WebhookRow, 'tenant' | 'id'>,
): Promise<{ secret: string; sealed: Uint8Array }> {
  const bytes = randomBytes(SECRET_BYTES);
  return { secret: textOf(bytes), sealed: await sealSecret(vault, contextOf(webhook), bytes) };
}

export async function openedSecret(vault: Vault, webhook: WebhookRow, { sealed }: SealedSecret): Promise<string> {
  const key = Buffer.from(sealed).toString('base64');
  const known = opened.get(key) ?? textOf(await openSecret(vault, contextOf(webhook), sealed));
  opened.set(key, known);
  return known;
}

/**
 * The headers of the Standard Webhooks signature, by every secret that is valid now.
 * @param now milliseconds since 1970: of this attempt, which receivers hold against their clock
 */
export async function signatureOf(
  vault: Vault,
  webhook: WebhookRow,
  { id, body, now }: { id: string; body: string; now: number },
): Promise<Record<string, string>> {
  const valid = webhook.secrets.filter(({ until }) => until === undefined || Date.parse(until) > now);
  const secrets = await Promise.all(valid.map((sealed) => openedSecret(vault, webhook, sealed)));
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now / 1000)),
    'webhook-signature': secrets.map((secret) => new Signer(secret).sign(id, new Date(now), body)).join(' '),
  };
}
