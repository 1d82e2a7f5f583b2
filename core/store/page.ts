import * as z from 'zod';
import { KeeplineError } from '../model/errors.ts';

const Key = z.record(z.string(), z.string());

/** An opaque cursor: where the next page starts, bound to what was listed so that it opens no other list. */
export function toCursor(scope: string, key: Record<string, unknown>): string;
export function toCursor(scope: string, key: Record<string, unknown> | undefined): string | undefined;
export function toCursor(scope: string, key: Record<string, unknown> | undefined): string | undefined {
  return key && Buffer.from(JSON.stringify([scope, key])).toString('base64url');
}

/** @param field where the caller wrote it */
export function fromCursor(
  scope: string,
  cursor: string | undefined,
  field = 'cursor',
): Record<string, string> | undefined {
  if (cursor === undefined) return undefined;
  try {
    const [of, key] = z.tuple([z.string(), Key]).parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    if (of === scope) return key;
  } catch {
    // Falls through: whatever is wrong with it, the caller's mend is the same.
  }
  throw wrongCursor(field);
}

/** The answer of a query that starts at a cursor: a key that the table refuses was made up by the caller. */
export async function startingAt<T>(cursor: string | undefined, query: Promise<T>): Promise<T> {
  try {
    return await query;
  } catch (error) {
    const refused = cursor !== undefined && error instanceof Error && error.name === 'ValidationException';
    throw refused ? wrongCursor('cursor') : error;
  }
}

export function wrongCursor(field: string): KeeplineError {
  const message = 'must be a cursor that was given for the same list';
  return new KeeplineError('invalid_request', `The query is not valid. ${field}: ${message}`, [{ field, message }]);
}
