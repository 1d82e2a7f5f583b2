import { afterAll, beforeAll } from 'vitest';
import { startStores, type Stores } from './stores.ts';

/** One set of stores for the tests of a file; they keep apart by their ids. */
export function useStores(): () => Stores {
  let stores: Stores | undefined;
  beforeAll(async () => {
    stores = await startStores();
  }, 60_000);
  afterAll(() => stores?.[Symbol.asyncDispose]());
  return () => {
    if (!stores) throw new Error('the stores are not up');
    return stores;
  };
}
