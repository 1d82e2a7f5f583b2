/** What callers may use up, and what they are told of it. Limits that cannot be counted now hold nobody up. */
import { KeeplineError } from '../../core/model/errors.ts';
import type { ConnectionId } from '../../core/model/ids.ts';
import type { Principal } from '../../core/model/principal.ts';
import { take, type Rule, type Taken } from '../../core/store/counters.ts';
import type { Context } from '../context.ts';

/** What was counted against which rule. */
export type Counted = Rule & Taken;

const FRAMES_WINDOW_SECONDS = 10;
const DAY_SECONDS = 24 * 3600;

/**
 * One request: of a caller who has an account, or of an address.
 * @throws {KeeplineError} `too_many_requests`, through `refuseBeyond`
 */
export async function countRequest(context: Context, ip: string, who?: Principal): Promise<Counted | undefined> {
  const { windowSeconds, guestRequests, callerRequests } = context.limits;
  if (!who || who.role === 'guest') {
    // What reads addresses is large, and most callers say who they are.
    const { networkOf } = await import('../networkOf.ts');
    return count(context, { name: 'guest', limit: guestRequests, windowSeconds }, networkOf(ip));
  }
  return count(context, { name: 'caller', limit: callerRequests, windowSeconds }, `${who.tenantId} ${who.subject}`);
}

/** One frame of a connection. @throws {KeeplineError} `too_many_requests` */
export async function countFrame(context: Context, connectionId: ConnectionId): Promise<void> {
  const limit = context.limits.framesPerSecond * FRAMES_WINDOW_SECONDS;
  refuseBeyond(await count(context, { name: 'frames', limit, windowSeconds: FRAMES_WINDOW_SECONDS }, connectionId));
}

/** One message of a tenant's. @throws {KeeplineError} `too_many_requests` */
export async function countMessage(context: Context, tenant: string): Promise<void> {
  const rule = { name: 'messages', limit: context.limits.messagesPerDay, windowSeconds: DAY_SECONDS };
  refuseBeyond(await count(context, rule, tenant));
}

async function count({ counters, now, log }: Context, rule: Rule, subject: string): Promise<Counted | undefined> {
  try {
    return { ...rule, ...(await take(counters, rule, subject, now())) };
  } catch (error) {
    log.warn('a limit could not be counted', { rule: rule.name, error });
    return undefined;
  }
}

export function refuseBeyond(counted: Counted | undefined): void {
  if (!counted || counted.allowed) return;
  const { name, limit, windowSeconds, resetSeconds } = counted;
  const what = name === 'messages' || name === 'frames' ? name : 'requests';
  const message = `That were more than ${limit} ${what} in ${windowSeconds} seconds. Try again in ${resetSeconds} seconds.`;
  throw new KeeplineError('too_many_requests', message, undefined, resetSeconds);
}
