import * as z from 'zod';
import { ROUTES, type Operation } from '../core/model/http.ts';
import { ErrorAnswer, KeeplineClientError, toError } from './errors.ts';

export interface HttpOptions {
  /** The API's base URL, without `/api`. */
  api: string;
  /** Gives an access token that is valid now; called before each request, so it may refresh. Undefined: without an account. */
  token: (() => Promise<string>) | undefined;
}

export interface Call {
  params?: Record<string, string>;
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  idempotencyKey?: string | undefined;
  signal?: AbortSignal | undefined;
}

const Failure = z.object({ error: ErrorAnswer });

function locate(api: string, operation: Operation, { params = {}, query = {} }: Call) {
  const [method = 'GET', path = '/'] = ROUTES[operation].route.split(' ');
  const url = new URL(
    path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? '')),
    api,
  );
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
  return { method, url };
}

async function failureOf(response: Response): Promise<KeeplineClientError> {
  const { status } = response;
  const answer = Failure.safeParse(await response.json().catch(() => undefined));
  if (!answer.success) {
    // The gateway's own answers (413, throttling) have another shape.
    return new KeeplineClientError(
      status === 413 ? 'payload_too_large' : 'unavailable',
      `The server answered ${status}.`,
      {
        status,
      },
    );
  }
  return toError(answer.data.error, status);
}

/** One request of the contract. Throws `KeeplineClientError`; an aborted one throws what `signal` was aborted with. */
export async function call<S extends z.ZodType>(
  options: HttpOptions,
  operation: Operation,
  schema: S,
  request: Call = {},
): Promise<z.infer<S>> {
  const response = await send(options, operation, request);
  return readAnswer(schema, await response.json().catch(() => undefined), response.status);
}

/** The same, with an answer that is still to be read. */
export async function send({ api, token }: HttpOptions, operation: Operation, request: Call): Promise<Response> {
  const { method, url } = locate(api, operation, request);
  const { body, idempotencyKey, signal } = request;
  const open = 'open' in ROUTES[operation];
  const headers = {
    ...(!open && token && { authorization: `Bearer ${await token()}` }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
  };
  const init = {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  };
  const response = await fetch(url, init).catch((cause: unknown) => {
    signal?.throwIfAborted();
    throw new KeeplineClientError('network', 'The server cannot be reached.', { cause });
  });
  if (!response.ok) throw await failureOf(response);
  return response;
}

/** What the server said, held to the contract. Throws `KeeplineClientError`. */
export function readAnswer<S extends z.ZodType>(schema: S, said: unknown, status?: number): z.infer<S> {
  const answer = schema.safeParse(said);
  if (answer.success) return answer.data;
  const words = 'The server gave an answer that this version cannot read.';
  throw new KeeplineClientError('unreadable_answer', words, { ...(status && { status }), cause: answer.error });
}
