import { createServer } from 'node:http';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startDynamoDb } from '../../local/dynamodb/start.ts';
import { startKms } from '../../local/kms/start.ts';
import { startOptions } from '../../local/options.ts';
import { startS3 } from '../../local/s3/start.ts';
import { startSqs } from '../../local/sqs/start.ts';
import { lockState } from '../../local/state/lock.ts';
import { temporaryFolder, using } from './fixtures/temporary.ts';

test('the defaults, and every flag', () => {
  expect(startOptions([])).toEqual({ port: 8080, stateDir: '.keepline', workers: 1, whatsapp: 'simulator' });
  const all = ['--port', '0', '--state', '/tmp/x', '--workers=3', '--whatsapp=ws://127.0.0.1:1/ws'];
  expect(startOptions(all)).toEqual({ port: 0, stateDir: '/tmp/x', workers: 3, whatsapp: 'ws://127.0.0.1:1/ws' });
});

test.each([
  [['--prot', '1'], "Unknown option '--prot'"],
  [['now'], "Unexpected argument 'now'"],
  [['--port', 'x'], '--port is a whole number from 0'],
  [['--port', '65535'], '--port is a whole number from 0'],
  [['--workers', '1.5'], '--workers is a whole number from 0 to 32'],
  [['--whatsapp', 'fake'], '--whatsapp is "simulator", "real" or'],
])('%j is refused with a reason', (args, message) => {
  expect(() => startOptions(args)).toThrow(
    expect.objectContaining({ name: 'LocalError', message: expect.stringContaining(message) as string }),
  );
});

test.each([
  ['DynamoDB', startDynamoDb],
  ['SQS', startSqs],
  ['S3', startS3],
  ['KMS', startKms],
])(
  '%s says that its port is taken, and what to do',
  async (name, start: (stateDir: string, port: number) => Promise<unknown>) => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(start(await temporaryFolder(), port)).rejects.toThrow(
      `Port ${port} (${name}) is taken by another program.`,
    );
  },
);

test('one system on one state; the lock of a dead one is taken over', async () => {
  const stateDir = await temporaryFolder();
  const GONE = 2 ** 22 + 1;
  await writeFile(join(stateDir, 'lock'), String(GONE));
  const lock = using(await lockState(stateDir));
  await expect(lockState(stateDir)).rejects.toThrow(`Keepline already runs on the state in ${stateDir}`);
  await lock[Symbol.asyncDispose]();
  using(await lockState(stateDir));
});

test('a process that lives keeps its lock', async () => {
  const stateDir = await temporaryFolder();
  await writeFile(join(stateDir, 'lock'), String(process.ppid));
  await expect(lockState(stateDir)).rejects.toThrow(`process ${process.ppid}`);
});
