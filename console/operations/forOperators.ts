import { KeeplineClientError } from '../../client/index.ts';

/** What only operators may see: undefined for the others. */
export async function forOperators<T>(ask: Promise<T>): Promise<T | undefined> {
  return ask.catch((error: unknown) => {
    if (error instanceof KeeplineClientError && error.code === 'forbidden') return undefined;
    throw error;
  });
}
