import { expect, test } from 'vitest';
import { startFunction } from '../../local/functions/start.ts';
import { openLogs } from '../../local/state/logs.ts';
import { temporaryFolder, using } from './fixtures/temporary.ts';

const spec = {
  name: 'Fixture',
  entry: 'test/local/fixtures/function.mjs',
  file: 'test/local/fixtures/function.mjs',
  timeoutSeconds: 30,
  memoryMb: 128,
  environment: {},
};

async function lambda(errors: string[] = []) {
  process.env['SECRET'] = 'of the one who runs the tests';
  const report = (text: string) => void errors.push(text);
  const logs = openLogs(await temporaryFolder(), { onLine: () => undefined, onError: report });
  return using(startFunction(spec, { NAME: 'from the template' }, logs, report));
}

test('a function runs with its own environment and context, and keeps its process', async () => {
  const { invoke, loaded } = await lambda();
  await loaded;
  const first = await invoke({ value: 1 }, 4000);
  expect(first).toMatchObject({ value: 1, count: 1, name: 'from the template', id: expect.any(String) as string });
  expect(first).not.toHaveProperty('home');
  expect((first as { remaining: number }).remaining).toBeLessThanOrEqual(4000);
  const both = await Promise.all([invoke({ value: 2 }, 4000), invoke({ value: 3 }, 4000)]);
  expect(both).toMatchObject([
    { value: 2, count: 2 },
    { value: 3, count: 3 },
  ]);
});

test.each([
  ['throw', 'TypeError: as asked', false],
  ['hang', 'no answer within 200 ms', true],
])('an event that makes it %s fails alone', async (kind, message, timedOut) => {
  const errors: string[] = [];
  const { invoke, loaded } = await lambda(errors);
  await loaded;
  await expect(invoke({ kind }, 200)).rejects.toMatchObject({ message, timedOut });
  expect(errors).toEqual([`${spec.entry}: ${message}`]);
  expect(await invoke({}, 4000)).toMatchObject({ count: 1 });
});

test('after a crash the next event starts it again', async () => {
  const { invoke } = await lambda();
  // Both wait for a start.
  await expect(invoke({ kind: 'crash' }, Infinity)).rejects.toThrow('its process ended (3)');
  expect(await invoke({}, Infinity)).toMatchObject({ count: 1 });
});
