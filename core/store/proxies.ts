/** A session's proxy on its row: what callers may see, and the whole URL sealed under KMS. */
import * as z from 'zod';
import type { SessionId } from '../model/ids.ts';
import { maskProxy } from '../model/proxy.ts';
import { openSecret, sealSecret, type Vault } from './vault.ts';

export const SealedProxy = z.object({
  shown: z.string(),
  sealed: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
});
export type SealedProxy = z.infer<typeof SealedProxy>;

const contextOf = (id: SessionId) => ({ session: id, secret: 'proxy' });

/** @param proxy a `ProxyUrl` */
export async function sealProxy(vault: Vault, id: SessionId, proxy: string): Promise<SealedProxy> {
  return { shown: maskProxy(proxy), sealed: await sealSecret(vault, contextOf(id), Buffer.from(proxy)) };
}

export async function openProxy(vault: Vault, id: SessionId, { sealed }: SealedProxy): Promise<string> {
  return Buffer.from(await openSecret(vault, contextOf(id), sealed)).toString();
}
