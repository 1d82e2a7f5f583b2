import { LRUCache } from 'lru-cache';

/**
 * A cache of `max` entries at the most that takes memory as it fills: by `max` alone, lru-cache would reserve all of it
 * beforehand, in every session.
 * @param ttl milliseconds; without it an entry does not age
 */
export const growingCache = <K extends string, V extends {}>(max: number, ttl = 0): LRUCache<K, V> =>
  new LRUCache<K, V>({ maxSize: max, sizeCalculation: () => 1, ttl });
