import { replaceSecrets, type WebhookRow } from '../../core/store/webhooks.ts';
import type { Context } from '../context.ts';
import { makeSecret } from '../webhooks/secrets.ts';

/** The secrets before it go on signing this long, so that receivers can change over without a gap. */
const OLD_SECRETS_MS = 24 * 3600_000;
/** A header with more signatures than this helps nobody. */
const MOST_SECRETS = 3;

/** @returns undefined when the webhook was changed meanwhile */
export async function rotateSecret(
  { table, vault, now }: Context,
  webhook: WebhookRow,
): Promise<{ row: WebhookRow; secret: string } | undefined> {
  const { secret, sealed } = await makeSecret(vault, webhook);
  const until = new Date(now() + OLD_SECRETS_MS).toISOString();
  const old = webhook.secrets
    .map((known) => ({ ...known, until: known.until ?? until }))
    .filter((known) => Date.parse(known.until) > now());
  const secrets = [{ sealed }, ...old].slice(0, MOST_SECRETS);
  const row = await replaceSecrets(table, webhook, secrets, new Date(now()).toISOString());
  return row && { row, secret };
}
