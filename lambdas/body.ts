import { KeeplineError } from '../core/model/errors.ts';

/** The text of a request's body or frame, whichever way the gateway wrapped it; '' when there is none. */
export function bodyText({ body, isBase64Encoded }: { body?: string | undefined; isBase64Encoded: boolean }): string {
  const text = body ?? '';
  return isBase64Encoded ? Buffer.from(text, 'base64').toString('utf8') : text;
}

/** @throws {KeeplineError} `payload_too_large` */
export function limitBytes(text: string, limit: number): string {
  if (Buffer.byteLength(text) <= limit) return text;
  throw new KeeplineError('payload_too_large', `The body is too large: at most ${limit / 1024} KB.`);
}
