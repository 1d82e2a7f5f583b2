/** When a failed delivery is tried again, and when an endpoint is left alone: pure rules of what failed and for how long. */
import type { WebhookRow } from '../../core/store/webhooks.ts';

/** All in milliseconds. */
export interface Policy {
  /** What an endpoint may take to answer. */
  timeoutMs: number;
  firstRetryMs: number;
  longestRetryMs: number;
  /** How long a delivery is tried. */
  giveUpMs: number;
  /** How long an endpoint may fail, and nothing but fail, before it is paused. */
  pauseMs: number;
}

/** So many failures in a row are the endpoint's, not the event's: what follows waits, and one try looks how it is. */
export const RESTS_AFTER = 5;
const PAUSED_AFTER = 10;
const LONGEST_REST_MS = 15 * 60_000;

const jitter = (ms: number, random: number) => Math.round(ms * (0.75 + random / 2));
const later = (now: number, ms: number) => new Date(now + ms).toISOString();

/**
 * The next try of a delivery that has failed since `triesSince`: each wait is twice the time that has passed, so that
 * tries grow rarer by threes (5 s, 15 s, 45 s … 4 h).
 * @returns undefined when it is given up
 */
export function nextTry(policy: Policy, triesSince: string, now: number, random: number): string | undefined {
  const passed = now - Date.parse(triesSince);
  if (passed >= policy.giveUpMs) return undefined;
  const wait = jitter(Math.min(policy.longestRetryMs, Math.max(policy.firstRetryMs, 2 * passed)), random);
  // The last try is at the end of the time, not before.
  return later(now, Math.min(wait, Math.max(policy.giveUpMs - passed, policy.firstRetryMs)));
}

export type Consequence = { type: 'pause'; reason: 'failing' | 'gone' } | { type: 'rest'; until: string } | undefined;

/** What a failed attempt means for its endpoint, once it is counted. */
export function consequenceOf(
  policy: Policy,
  { failures, failingSince, lastError }: WebhookRow,
  now: number,
  random: number,
): Consequence {
  if (lastError === 'http_410') return { type: 'pause', reason: 'gone' };
  const failedFor = failingSince === undefined ? 0 : now - Date.parse(failingSince);
  if (failures >= PAUSED_AFTER && failedFor >= policy.pauseMs) return { type: 'pause', reason: 'failing' };
  if (failures < RESTS_AFTER) return undefined;
  const rest = Math.min(LONGEST_REST_MS, policy.longestRetryMs, Math.max(policy.firstRetryMs, failedFor));
  return { type: 'rest', until: later(now, jitter(rest, random)) };
}
