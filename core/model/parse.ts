import type * as z from 'zod';
import { KeeplineError, type FieldError } from './errors.ts';

type Issue = z.core.$ZodIssue;

/**
 * A union says what is wrong with the form that the value was meant for: the one that fits it best. Where several fit as
 * badly it has words of its own, or the first is as good as any.
 */
function fieldsOf(issue: Issue, before: readonly PropertyKey[] = []): FieldError[] {
  const path = [...before, ...issue.path];
  const meant = issue.code === 'invalid_union' ? bestOf(issue.errors, issue.message !== 'Invalid input') : undefined;
  if (meant) return meant.flatMap((inner) => fieldsOf(inner, path));
  return [{ field: path.join('.') || '(the whole)', message: issue.message }];
}

function bestOf(forms: readonly Issue[][], onlyOne: boolean): Issue[] | undefined {
  const ofItsType = forms.filter(
    (issues) => !issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0),
  );
  const [best, next] = ofItsType.toSorted((a, b) => a.length - b.length);
  return onlyOne && best?.length === next?.length ? undefined : best;
}

/** Parses what comes from outside; a `KeeplineError` names each wrong field and what is allowed. */
export function parseRequest<S extends z.ZodType>(schema: S, value: unknown, what: string): z.infer<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const details = result.error.issues.flatMap((issue) => fieldsOf(issue));
  const summary = details.map(({ field, message }) => `${field}: ${message}`).join('; ');
  throw new KeeplineError('invalid_request', `The ${what} is not valid. ${summary}`, details);
}

export function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new KeeplineError('invalid_json', `The ${what} is not valid JSON.`);
  }
}
