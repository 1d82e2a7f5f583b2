import { afterAll, beforeAll, expect } from 'vitest';
import { startApi, type Api } from './api.ts';

/** One API for the tests of a file; they keep apart by their tenants. Nothing that was secret may be in its log after. */
export function useApi(settings: Record<string, string> = {}): () => Api {
  let api: Api | undefined;
  const tokens = new Set<string>();
  beforeAll(async () => {
    const started = await startApi(settings);
    const token: Api['token'] = async (...args) => {
      const signed = await started.token(...args);
      tokens.add(signed);
      return signed;
    };
    api = { ...started, token };
  }, 60_000);
  afterAll(async () => {
    const written = api?.log.lines.join('\n') ?? '';
    await api?.[Symbol.asyncDispose]();
    for (const token of tokens) expect(written).not.toContain(token);
    expect(written).not.toMatch(/SECRET|"level": "ERROR"/);
  });
  return () => {
    if (!api) throw new Error('the API is not up');
    return api;
  };
}
