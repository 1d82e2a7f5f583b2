import { type ErrorCode, statusOf } from '../errors.ts';
import { type Operation, ROUTES } from '../http.ts';
import type { Described } from './described.ts';
import { PATH_PARAMETERS } from './parameters.ts';

const EVERYBODY: readonly ErrorCode[] = ['internal', 'unavailable'];
const GUARDED: readonly ErrorCode[] = ['unauthenticated', 'token_expired', 'forbidden', 'too_many_requests'];

/** What can go wrong with an operation: codes by status. */
export function errorsOf(operation: Operation, { body, query, repeatable, errors = [] }: Described) {
  const route = ROUTES[operation];
  const names = [...route.route.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const isRead = body !== undefined || query !== undefined || names.some((name) => !PATH_PARAMETERS[name]?.missing);
  const codes: ErrorCode[] = [
    ...(isRead ? (['invalid_request'] as const) : []),
    ...(body ? (['invalid_json', 'payload_too_large'] as const) : []),
    ...('needs' in route ? GUARDED : []),
    ...('needs' in route && !('guests' in route) ? (['guests_not_allowed'] as const) : []),
    ...names.flatMap((name) => PATH_PARAMETERS[name]?.missing ?? []),
    ...(repeatable ? (['idempotency_conflict'] as const) : []),
    ...errors,
    ...EVERYBODY,
  ];
  return Map.groupBy([...new Set(codes)], statusOf);
}
