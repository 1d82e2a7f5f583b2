import { TenantId } from '../../core/model/ids.ts';
import { WebhookWithSecret } from '../../core/model/webhooks.ts';
import type { Api } from './api.ts';

export const URL_ONE = 'https://example.com/hook';

/** A tenant who calls the webhooks' routes. */
export async function webhookCaller(api: Api, tenant = `tenant-${crypto.randomUUID()}`) {
  const token = await api.token(tenant);
  const call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
    api.http(method, `/api/webhooks${path}`, {
      token,
      ...(body !== undefined && { body }),
      ...(headers && { headers }),
    });
  const create = async (body: unknown = { url: URL_ONE }) =>
    WebhookWithSecret.parse((await call('POST', '', body)).json);
  return { tenant: TenantId.parse(tenant), call, create };
}
