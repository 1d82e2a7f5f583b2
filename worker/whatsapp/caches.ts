import type { SocketConfig } from '@whiskeysockets/baileys';
import { growingCache } from '../growingCache.ts';

type CacheStore = NonNullable<SocketConfig['msgRetryCounterCache']>;

/** Bounded, unlike Baileys' own; one set a session, which outlives its sockets. */
function bounded(max: number, ttlSeconds: number): CacheStore {
  const cache = growingCache<string, object | string | number | boolean>(max, ttlSeconds * 1000);
  return {
    get: <T>(key: string) => cache.get(key) as T | undefined,
    set: (key, value) => void cache.set(key, value as object),
    del: (key) => void cache.delete(key),
    flushAll: () => cache.clear(),
  };
}

export type Caches = Pick<
  SocketConfig,
  'msgRetryCounterCache' | 'userDevicesCache' | 'callOfferCache' | 'placeholderResendCache'
>;

/** Life times are Baileys' own. Device lists change: WhatsApp says so, and after 5 minutes they are asked for again. */
export const newCaches = (): Caches => ({
  msgRetryCounterCache: bounded(1_000, 3600),
  userDevicesCache: bounded(1_000, 300),
  callOfferCache: bounded(50, 300),
  placeholderResendCache: bounded(200, 3600),
});
