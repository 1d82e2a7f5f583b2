import * as z from 'zod';

/** What goes back to the client. */
export interface HttpAnswer {
  status: number;
  headers: Map<string, string | string[]>;
  body: string | Buffer;
}

const Structured = z.object({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
  cookies: z.array(z.string()).nullish(),
});

const JSON_TYPE = new Map([['content-type', 'application/json']]);

/** Reads what a function returned, by the rules of payload format 2.0; undefined when it is not an answer. */
export function answerOf(result: unknown): HttpAnswer | undefined {
  if (typeof result !== 'object' || result === null || !('statusCode' in result)) {
    if (result === undefined) return undefined;
    return { status: 200, headers: JSON_TYPE, body: JSON.stringify(result) };
  }
  const { success, data } = Structured.safeParse(result);
  if (!success) return undefined;
  const body = data.body ?? '';
  const headers = new Map<string, string | string[]>(body ? JSON_TYPE : []);
  for (const [name, value] of Object.entries(data.headers ?? {})) headers.set(name.toLowerCase(), String(value));
  if (data.cookies?.length) headers.set('set-cookie', data.cookies);
  return {
    status: data.statusCode,
    headers,
    body: data.isBase64Encoded ? Buffer.from(body, 'base64') : body,
  };
}

/** An answer of the gateway itself. */
export const gatewayAnswer = (status: number, message: string): HttpAnswer => ({
  status,
  headers: JSON_TYPE,
  body: JSON.stringify({ message }),
});
