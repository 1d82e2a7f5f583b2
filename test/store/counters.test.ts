import { describe, expect, test } from 'vitest';
import { openCounters, take } from '../../core/store/counters.ts';
import { takeSessionSlot } from '../../core/store/sessionSlots.ts';
import { askOf } from '../../core/store/asks.ts';
import { at, newSession, tenant } from './samples.ts';
import { useStores } from './useStores.ts';

const stores = useStores();
const now = 1_800_000_000_000;

describe('a limit that many processes share', () => {
  const ruleOf = (limit: number) => ({ name: crypto.randomUUID(), limit, windowSeconds: 900 });
  const allowedOf = (taken: { allowed: boolean }[]) => taken.filter(({ allowed }) => allowed).length;

  test('is exact where it is low', async () => {
    const rule = ruleOf(20);
    const processes = [1, 2, 3].map(() => openCounters(stores().table));
    const tries = Array.from({ length: 60 }, (_, i) => processes[i % 3] ?? openCounters(stores().table));
    const taken = await Promise.all(tries.map((process) => take(process, rule, 'ada', now)));
    expect(allowedOf(taken)).toBe(20);
    expect(await take(openCounters(stores().table), rule, 'bob', now)).toMatchObject({ allowed: true, remaining: 19 });
  });

  test('is never passed where it is high, and one in a hundred is written', async () => {
    const rule = ruleOf(1_000);
    const [one, two] = [openCounters(stores().table), openCounters(stores().table)];
    let writes = 0;
    for (const { table } of [one]) {
      table.db.middlewareStack.add((next) => (args) => ((writes += 1), next(args)), { step: 'build', name: 'count' });
    }
    let allowed = 0;
    for (let i = 0; i < 1_100; i++) allowed += allowedOf([await take(i % 3 ? one : two, rule, 'ada', now)]);
    stores().table.db.middlewareStack.remove('count');
    expect(allowed).toBeGreaterThanOrEqual(980);
    expect(allowed).toBeLessThanOrEqual(1_000);
    expect(writes).toBeLessThan(110);
  });

  test('begins anew with each window', async () => {
    const rule = ruleOf(2);
    const counters = openCounters(stores().table);
    const resets: number[] = [];
    for (let i = 0; i < 3; i++) resets.push((await take(counters, rule, 'ada', now + 600_000)).resetSeconds);
    expect(resets).toEqual([300, 300, 300]);
    expect(await take(counters, rule, 'ada', now + 600_000)).toMatchObject({ allowed: false, remaining: 0 });
    expect(await take(counters, rule, 'ada', now + 900_000)).toMatchObject({ allowed: true, remaining: 1 });
  });
});

describe('sessions of a tenant', () => {
  test('are counted exactly, whoever asks at once', async () => {
    const { table } = stores();
    const owner = tenant();
    const slots = await Promise.all(Array.from({ length: 12 }, () => takeSessionSlot(table, owner, 5, now)));
    expect(slots.filter(Boolean)).toHaveLength(5);
  });

  test('give their place back when they are archived, or never came to be', async () => {
    const { table } = stores();
    const owner = tenant();
    const ids = [await newSession(table, owner), await newSession(table, owner)];
    for (const _ of [1, 2, 3]) expect(await takeSessionSlot(table, owner, 3, now)).toBe(true);
    // At once it cannot be told from one that is being made.
    expect(await takeSessionSlot(table, owner, 3, now + 1_000)).toBe(false);
    expect(await takeSessionSlot(table, owner, 3, now + 10_000)).toBe(true);
    expect(await takeSessionSlot(table, owner, 3, now + 11_000)).toBe(false);
    await newSession(table, owner);
    expect(await takeSessionSlot(table, owner, 3, now + 20_000)).toBe(false);
    await askOf(table, ids[0]!, 'stopped', { archivedAt: at(5), now: at(5) });
    expect(await takeSessionSlot(table, owner, 3, now + 30_000)).toBe(true);
  });
});
