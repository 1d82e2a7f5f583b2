import { expect, test } from 'vitest';
import { newSessionId, newWebhookId } from '../../core/model/ids.ts';
import { CursorLease, readCursors } from '../../core/store/webhookCursors.ts';
import { useStores } from './useStores.ts';

const stores = useStores();
const LONG_MS = 60_000;

function place() {
  const here = { sessionId: newSessionId(), webhookId: newWebhookId() };
  const take = (leaseMs = LONG_MS) => CursorLease.take(stores().table, here, leaseMs);
  return { ...here, take };
}

test('one delivers at a time, from where the last one stopped', async () => {
  const { sessionId, webhookId, take } = place();
  const first = await take();
  expect(first?.after).toBeUndefined();
  expect(await take()).toBeUndefined();
  expect(await first?.advance(5)).toBe(true);
  await first?.drop(7);
  expect(await readCursors(stores().table, sessionId)).toEqual(new Map([[webhookId, 7]]));
  expect((await take())?.after).toBe(7);
});

test('who finds it taken leaves word, and the holder looks once more before it lets go', async () => {
  const { take } = place();
  const first = await take();
  await take();
  await take();
  expect(await first?.release(1)).toBe(false);
  expect(await take()).toBeUndefined();
  // A sign of life is no look at the journal.
  expect(await first?.advance(2)).toBe(true);
  expect(await first?.release(2)).toBe(false);
  expect(await first?.release(2)).toBe(true);
  const second = await take();
  expect(second?.after).toBe(2);
  expect(await second?.release(3)).toBe(true);
});

test('a holder that died is followed by another, and cannot move the cursor any more', async () => {
  const { take } = place();
  const dead = await take(-1);
  const next = await take();
  expect(next).toBeDefined();
  expect(await dead?.advance(9)).toBe(false);
  await dead?.drop(9);
  expect(await dead?.release(9)).toBe(true);
  expect(await next?.release(4)).toBe(true);
  expect((await take())?.after).toBe(4);
});
