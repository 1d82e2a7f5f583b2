import { beforeEach, describe, expect, test } from 'vitest';
import { newOperationId, type SessionId } from '../../core/model/ids.ts';
import { isKnownAbsent, keepNumbers } from '../../core/store/numbers.ts';
import {
  askOperation,
  beginOperation,
  countOperation,
  finishOperation,
  getOperation,
  waitingOperations,
} from '../../core/store/operations.ts';
import { getSession } from '../../core/store/sessions.ts';
import { at, newSession } from './samples.ts';
import { useStores } from './useStores.ts';

const stores = useStores();
let id: SessionId;
beforeEach(async () => {
  id = await newSession(stores().table);
});

const create = { kind: 'create_group', subject: 'Friends', members: ['4915112345678@s.whatsapp.net'] } as const;
const ask = (operationId = newOperationId(), fingerprint = 'f') => {
  const request = { ...create, members: [...create.members] };
  return askOperation(stores().table, id, { operationId, request, askedAt: at(1), fingerprint });
};

describe('an operation', () => {
  test('waits for the owner, who is told by a number that grows', async () => {
    const { table } = stores();
    const { operationId } = await ask();
    expect((await countOperation(table, id)).operations).toBe(1);
    expect((await getSession(table, id))?.operations).toBe(1);
    const [waiting] = await waitingOperations(table, id);
    expect(waiting).toMatchObject({ operationId, state: 'asked', request: create });
  });

  test('ends once, and waits no more', async () => {
    const { table } = stores();
    const { operationId } = await ask();
    const done = { state: 'done', result: { groupId: 'g' } } as const;
    const failed = { state: 'failed', error: { code: 'outcome_unknown', message: '' } } as const;
    expect(await finishOperation(table, id, operationId, done, at(2))).toBe(true);
    expect(await finishOperation(table, id, operationId, failed, at(3))).toBe(false);
    expect(await getOperation(table, id, operationId)).toMatchObject({ ...done, finishedAt: at(2) });
    expect(await waitingOperations(table, id)).toEqual([]);
  });

  test('begins once', async () => {
    const { table } = stores();
    const { operationId } = await ask();
    const begun = await Promise.all([1, 2, 3].map((epoch) => beginOperation(table, id, operationId, epoch)));
    expect(begun.filter(Boolean)).toHaveLength(1);
    expect(await waitingOperations(table, id)).toMatchObject([{ operationId, state: 'running' }]);
  });

  test('under one id is one, and a different one is a conflict', async () => {
    const { table } = stores();
    const { operationId } = await ask();
    await finishOperation(table, id, operationId, { state: 'done', result: {} }, at(2));
    expect(await ask(operationId)).toMatchObject({ state: 'done' });
    await expect(ask(operationId, 'other')).rejects.toMatchObject({ code: 'idempotency_conflict' });
  });
});

test('a number that is known not to be on WhatsApp is known so for a day', async () => {
  const { table } = stores();
  const numbers = Array.from({ length: 50 }, (_, i) => ({ number: String(4915100000000 + i), exists: i % 2 === 0 }));
  await keepNumbers(table, id, numbers);
  const absent = (digits: string, now?: number) => isKnownAbsent(table, id, `${digits}@s.whatsapp.net`, now);
  expect(await absent('4915100000001')).toBe(true);
  expect(await absent('4915100000049')).toBe(true);
  expect(await absent('4915100000000')).toBe(false);
  expect(await absent('4915999999999')).toBe(false);
  expect(await absent('4915100000001', Date.now() + 25 * 3600 * 1000)).toBe(false);
  expect(await isKnownAbsent(table, id, '4915100000001@lid')).toBe(false);
});
