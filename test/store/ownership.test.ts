import { describe, expect, test } from 'vitest';
import { newSessionId, newWorkerId } from '../../core/model/ids.ts';
import { NOBODY } from '../../core/store/keys.ts';
import { claimSession, releaseSession, restSession, sessionsOf } from '../../core/store/ownership.ts';
import { askOf, askToLook } from '../../core/store/asks.ts';
import { getSession } from '../../core/store/sessions.ts';
import { at, heldSession, newSession } from './samples.ts';
import { eachTable } from './eachTable.ts';

eachTable((stores) => {
  describe('claiming', () => {
    test('exactly one of ten workers wins, and the epoch grows by one', async () => {
      const { table } = stores();
      const id = await newSession(table);
      const claims = await Promise.all(Array.from({ length: 10 }, () => claimSession(table, id, newWorkerId())));
      const won = claims.filter((row) => row !== undefined);
      expect(won).toHaveLength(1);
      expect(won[0]).toMatchObject({ id, epoch: 1 });
      expect((await getSession(table, id))?.owner).toBe(won[0]?.owner);
    });

    test('exactly one of ten workers takes over from a dead one', async () => {
      const { table } = stores();
      const { id, worker } = await heldSession(table);
      const claims = await Promise.all(
        Array.from({ length: 10 }, () => claimSession(table, id, newWorkerId(), worker)),
      );
      expect(claims.filter((row) => row !== undefined)).toMatchObject([{ epoch: 2 }]);
    });

    test('what another holds, what rests and what does not exist is not to be had', async () => {
      const { table } = stores();
      const held = await heldSession(table);
      expect(await claimSession(table, held.id, newWorkerId())).toBeUndefined();
      expect(await claimSession(table, held.id, newWorkerId(), newWorkerId())).toBeUndefined();
      const resting = await heldSession(table);
      await restSession(table, resting, { asks: resting.asks, looks: 0 }, 'stopped');
      expect(await claimSession(table, resting.id, newWorkerId())).toBeUndefined();
      const none = newSessionId();
      expect(await claimSession(table, none, newWorkerId())).toBeUndefined();
      expect(await getSession(table, none)).toBeUndefined();
    });
  });

  describe('releasing', () => {
    test('lets the next one claim', async () => {
      const { table } = stores();
      const held = await heldSession(table);
      await releaseSession(table, held);
      expect((await getSession(table, held.id))?.owner).toBe(NOBODY);
      expect(await claimSession(table, held.id, newWorkerId())).toMatchObject({ epoch: 2 });
    });

    test('touches nothing that is no longer ours, not even when we hold it again', async () => {
      const { table } = stores();
      const held = await heldSession(table);
      const next = newWorkerId();
      await claimSession(table, held.id, next, held.worker);
      await releaseSession(table, held);
      expect((await getSession(table, held.id))?.owner).toBe(next);
      await claimSession(table, held.id, held.worker, next);
      await releaseSession(table, held);
      expect(await getSession(table, held.id)).toMatchObject({ owner: held.worker, epoch: 3 });
    });
  });

  describe('resting', () => {
    test('needs no worker until somebody asks', async () => {
      const { table } = stores();
      const held = await heldSession(table);
      expect(await restSession(table, held, { asks: held.asks, looks: 0 }, 'stopped')).toBe(true);
      const resting = await getSession(table, held.id);
      expect(resting?.owner).toBeUndefined();
      expect(resting?.wanted).toBe('stopped');
      expect(await askOf(table, held.id, 'connected', { now: at(9) })).toMatchObject({ owner: NOBODY, asks: 2 });
      expect(await claimSession(table, held.id, newWorkerId())).toMatchObject({ epoch: 2 });
    });

    test('is refused when somebody asked meanwhile, and when it is no longer ours', async () => {
      const { table } = stores();
      const held = await heldSession(table);
      await askOf(table, held.id, 'connected', { now: at(9) });
      expect(await restSession(table, held, { asks: held.asks, looks: 0 }, 'stopped')).toBe(false);
      expect(await getSession(table, held.id)).toMatchObject({ owner: held.worker, wanted: 'connected' });
      const looked = await heldSession(table);
      await askToLook(table, looked.id, at(9));
      expect(await restSession(table, looked, { asks: looked.asks, looks: 0 }, 'stopped')).toBe(false);
      expect(await restSession(table, looked, { asks: looked.asks, looks: 1 }, 'stopped')).toBe(true);
      expect(await askToLook(table, looked.id, at(9))).toMatchObject({ owner: NOBODY, wanted: 'stopped', asks: 1 });
      const lost = await heldSession(table);
      await claimSession(table, lost.id, newWorkerId(), lost.worker);
      expect(await restSession(table, lost, { asks: lost.asks, looks: 0 }, 'stopped')).toBe(false);
    });
  });

  test('an owner finds its sessions, those asked for last first', async () => {
    const { table } = stores();
    const worker = newWorkerId();
    const ids = await Promise.all([newSession(table), newSession(table), newSession(table)]);
    for (const [i, id] of ids.entries()) {
      await askOf(table, id, 'connected', { now: at(100 + i) });
      await claimSession(table, id, worker);
    }
    expect(await sessionsOf(table, worker)).toEqual(ids.toReversed());
    const waiting = await newSession(table);
    expect(await sessionsOf(table, NOBODY)).toContain(waiting);
  });
});
