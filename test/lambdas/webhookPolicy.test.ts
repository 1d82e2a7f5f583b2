import { expect, test } from 'vitest';
import { newWebhookId, TenantId } from '../../core/model/ids.ts';
import type { WebhookRow } from '../../core/store/webhooks.ts';
import { readConfig } from '../../lambdas/webhooks/config.ts';
import { consequenceOf, nextTry } from '../../lambdas/webhooks/policy.ts';

const { policy } = readConfig({
  TABLE_NAME: 't',
  KMS_KEY_ID: 'k',
  WEBHOOKS_QUEUE_URL: 'https://sqs.example.com/q',
  WEBSOCKET_ENDPOINT: 'https://ws.example.com/stage',
});
const START = Date.UTC(2026, 0, 2);
const HOUR = 3600_000;
const at = (ms: number) => new Date(START + ms).toISOString();

/** When a delivery is tried whose every try fails, in seconds after the first one. */
function triesWith(random: number): number[] {
  const tries: number[] = [0];
  for (let now = START; ;) {
    const next = nextTry(policy, at(0), now, random);
    if (!next) return tries;
    now = Date.parse(next);
    tries.push((now - START) / 1000);
  }
}

test('tries grow rarer, by the rule of three, for a day', () => {
  const tries = triesWith(0.5);
  expect(tries.slice(0, 7)).toEqual([0, 5, 15, 45, 135, 405, 1215]);
  expect(tries.at(-1)).toBe(24 * 3600);
  expect(tries.length).toBeLessThan(20);
});

test('tries of many deliveries spread, and none is later than its day', () => {
  for (const random of [0, 0.3, 0.99]) {
    const tries = triesWith(random);
    expect(tries[1]).toBeCloseTo(5 * (0.75 + random / 2), 1);
    expect(tries.at(-1)).toBeLessThanOrEqual(24 * 3600 + 10);
    expect(tries.at(-1)).toBeGreaterThanOrEqual(24 * 3600);
  }
});

const webhook = (failures: number, lastError: string): WebhookRow => ({
  id: newWebhookId(),
  tenant: TenantId.parse('t'),
  url: 'https://example.com',
  createdAt: at(0),
  updatedAt: at(0),
  secrets: [],
  failures,
  failingSince: at(0),
  lastError,
});

test.each([
  [1, 0, 'http_500', undefined],
  [4, 2 * HOUR, 'timeout', undefined],
  [5, 1000, 'timeout', { type: 'rest', until: at(1000 + 5000) }],
  [50, 30_000, 'timeout', { type: 'rest', until: at(60_000) }],
  [9, 30 * HOUR, 'http_500', { type: 'rest', until: at(30 * HOUR + HOUR / 4) }],
  [10, HOUR, 'http_500', { type: 'pause', reason: 'failing' }],
  [1, 0, 'http_410', { type: 'pause', reason: 'gone' }],
])('%i failures in a row, for %i ms, the last one %s', (failures, passed, lastError, expected) => {
  expect(consequenceOf(policy, webhook(failures, lastError), START + passed, 0.5)).toEqual(expected);
});
