import { Curve, initAuthCreds } from '@whiskeysockets/baileys';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from './client.ts';
import type { Person } from './person.ts';
import { spawnSimulator, stop } from './spawned.ts';
import { Story } from './story.ts';
import { temporaryFolder } from './temporaryFolder.ts';

// DEVICES=1000 MESSAGES=10000 shows what one process carries; as it is, it only watches that nothing became dear.
const DEVICES = Number(process.env.DEVICES ?? 24);
const MESSAGES = Number(process.env.MESSAGES ?? 600);
const PREKEYS = 812;

let world: Story;
let writer: Person;
const owners: Person[] = [];
const clients: Client[] = [];
const shared = Array.from({ length: PREKEYS }, () => Curve.generateKeyPair());

beforeAll(async () => {
  const { child, ...simulator } = await spawnSimulator(temporaryFolder(afterAll));
  world = new Story({
    ...simulator,
    noiseRootKey: Buffer.alloc(0),
    authority: '',
    close: () => stop(child, 'SIGTERM'),
  });
  writer = await world.phone('Writer');
}, 60_000);
afterAll(() => world.end(), 60_000);

/** Making prekeys is the dear part of linking a client, and not what is measured: all have the same. */
async function link(): Promise<void> {
  const owner = await world.phone();
  const client = world.client({}, { ...initAuthCreds(), nextPreKeyId: PREKEYS + 1 });
  for (const [index, pair] of shared.entries()) client.bare.keys.values.set(`pre-key ${index + 1}`, pair);
  await owner.scan(await client.qr());
  await client.opened();
  await client.synced();
  owners.push(owner);
  clients.push(client);
}

async function measure(what: string, count: number, work: () => Promise<void>): Promise<number> {
  const before = await world.stats();
  const started = performance.now();
  await work();
  const after = await world.statsWhen(({ unacknowledged }) => unacknowledged === 0);
  const cpu = ((after.cpuSeconds! - before.cpuSeconds!) * 1000) / count;
  const seconds = (performance.now() - started) / 1000;
  console.log(
    `${what}: ${count} in ${seconds.toFixed(1)} s, ${cpu.toFixed(2)} ms of CPU each, ${after.rssMegabytes} MB, ${after.linked} linked`,
  );
  return cpu;
}

test('many devices are linked to one simulator, and a message costs it about a millisecond', async () => {
  await measure('linking', DEVICES, async () => {
    for (let index = 0; index < DEVICES; index += 1) await link();
  });
  const wrap = (index: number) => index % DEVICES;
  const toPhones = async (count: number) => {
    for (let index = 0; index < count; index += 1) await clients[wrap(index)]!.sends(writer, `message ${index}`);
  };
  const toDevices = async (count: number) => {
    for (let index = 0; index < count; index += 10)
      await Promise.all(
        Array.from({ length: 10 }, (_, next) => writer.writes(owners[wrap(index + next)]!, `message ${index + next}`)),
      );
  };
  // Sessions are made before it counts.
  await toDevices(DEVICES * 2);
  await toPhones(DEVICES);
  const sent = await measure('written by phones', MESSAGES, () => toDevices(MESSAGES));
  const received = await measure('written by devices', MESSAGES, () => toPhones(MESSAGES));
  const stats = await world.statsWhen(({ unacknowledged }) => unacknowledged === 0);
  expect(stats).toMatchObject({ linked: DEVICES, connected: DEVICES, decryptFailures: 0, malformed: 0, duplicates: 0 });
  expect(Math.max(sent, received)).toBeLessThan(2.5);
}, 600_000);
