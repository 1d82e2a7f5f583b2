/** What a request holds, parsed. */
import type * as z from 'zod';
import { IdempotencyKey } from '../../core/model/http.ts';
import { parseJson, parseRequest } from '../../core/model/parse.ts';
import { bodyText, limitBytes } from '../body.ts';
import type { HttpEvent } from './call.ts';

const BODY_LIMIT = 256 * 1024;

/** An absent body counts as an empty object. */
export function jsonOf(event: HttpEvent, limit = BODY_LIMIT): unknown {
  const text = limitBytes(bodyText(event), limit);
  return text === '' ? {} : parseJson(text, 'body');
}

export const bodyOf = <S extends z.ZodType>(schema: S, event: HttpEvent, limit = BODY_LIMIT): z.infer<S> =>
  parseRequest(schema, jsonOf(event, limit), 'body');

export const queryOf = <S extends z.ZodType>(schema: S, event: HttpEvent): z.infer<S> =>
  parseRequest(schema, event.queryStringParameters ?? {}, 'query');

export const idempotencyKeyOf = (event: HttpEvent): string | undefined =>
  parseRequest(IdempotencyKey, event.headers['idempotency-key'], 'Idempotency-Key header');
