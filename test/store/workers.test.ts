import { expect, test } from 'vitest';
import { newWorkerId } from '../../core/model/ids.ts';
import {
  beat,
  declareDead,
  drainWorker,
  getWorker,
  listWorkers,
  registerWorker,
  removeWorker,
} from '../../core/store/workers.ts';
import { at } from './samples.ts';
import { eachTable } from './eachTable.ts';

eachTable((stores) => {
  async function newWorker() {
    const id = newWorkerId();
    await registerWorker(stores().table, {
      id,
      queueUrl: 'http://127.0.0.1/q',
      startedAt: at(0),
      beat: 0,
      sessions: 0,
    });
    return id;
  }

  test('a heart beats until the worker is declared dead', async () => {
    const { table } = stores();
    const id = await newWorker();
    expect(await beat(table, id, { sessions: 3 })).toEqual({ drain: false });
    expect(await getWorker(table, id)).toMatchObject({ beat: 1, sessions: 3 });
    expect(await declareDead(table, id, 1)).toBe(true);
    expect(await beat(table, id, { sessions: 3 })).toBeUndefined();
    expect(await getWorker(table, id)).toMatchObject({ beat: 1, dead: true });
  });

  test('a worker whose heart has moved is not declared dead', async () => {
    const { table } = stores();
    const id = await newWorker();
    await beat(table, id, { sessions: 0 });
    expect(await declareDead(table, id, 0)).toBe(false);
    expect(await beat(table, id, { sessions: 0 })).toEqual({ drain: false });
  });

  test('of a heartbeat and a declaration at once, one stands', async () => {
    const { table } = stores();
    const id = await newWorker();
    const [alive, dead] = await Promise.all([beat(table, id, { sessions: 0 }), declareDead(table, id, 0)]);
    expect(alive !== undefined).not.toBe(dead);
  });

  test('a worker that went is not known, and cannot beat itself back', async () => {
    const { table } = stores();
    const id = await newWorker();
    expect((await listWorkers(table)).map((worker) => worker.id)).toContain(id);
    await removeWorker(table, id);
    expect(await beat(table, id, { sessions: 0 })).toBeUndefined();
    expect(await declareDead(table, id, 0)).toBe(false);
    expect(await getWorker(table, id)).toBeUndefined();
  });

  test('a worker hears with its next heartbeat that it is to give its sessions away', async () => {
    const { table } = stores();
    const id = await newWorker();
    expect(await drainWorker(table, id)).toBe(true);
    expect(await beat(table, id, { sessions: 1 })).toEqual({ drain: true });
    expect(await drainWorker(table, newWorkerId())).toBe(false);
  });
});
