import { expect } from 'vitest';
import * as z from 'zod';
import type { Api } from './api.ts';

const Refusal = z.object({
  error: z.strictObject({
    code: z.string(),
    message: z.string(),
    details: z.array(z.strictObject({ field: z.string(), message: z.string() })).optional(),
    requestId: z.string(),
  }),
});

/** Makes requests that are to be refused in the contract's shape, without anything else coming of them. */
export const attempter = (api: () => Api) =>
  async function attempt(method: string, path: string, request: Parameters<Api['http']>[2]) {
    const { http, rows, bells } = api();
    const before = await rows();
    const { status, headers, json } = await http(method, path, request);
    const { code, message, details = [], requestId } = Refusal.parse(json).error;
    expect(requestId).toBe(headers.get('x-request-id'));
    expect(await rows()).toEqual(before);
    expect(await bells(0)).toEqual([]);
    return { status, code, message, fields: details.map(({ field }) => field) };
  };
