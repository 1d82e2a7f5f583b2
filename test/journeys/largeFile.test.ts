import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { uploadMedia } from '../../client/index.ts';
import { adaAndBob } from './adaAndBob.ts';
import { pdf, sha256 } from './files.ts';

const MB = 1024 * 1024;
/** What the first large file makes the worker take, it keeps: only the second one tells. */
const [FIRST_BYTES, SECOND_BYTES] = [24 * MB, 60 * MB];
/** V8 looks what Buffers are garbage when there are so many more of them. Whole, a file would be there three times over. */
const COLLECTED_BYTES = 40 * MB;
const LOOK_MS = 20;

/** Made and hashed before the rest is up: it takes this process a while. */
const files = [FIRST_BYTES, SECOND_BYTES].map((bytes) => {
  const data = pdf(bytes);
  return { bytes: data.length, hash: sha256(data), blob: new Blob([new Uint8Array(data)]) };
});

const { world, tenant, ada, bob, session } = await adaAndBob();

/** The worker's memory; 0 while there is none. */
function inMemory(): number {
  try {
    const status = readFileSync(`/proc/${world.stack.workers[0]?.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1024;
  } catch {
    return 0;
  }
}

/** By how much it grows at the most while something is done. */
async function growth(what: () => Promise<unknown>): Promise<number> {
  const before = inMemory();
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, inMemory())), LOOK_MS);
  await what().finally(() => clearInterval(timer));
  return most - before;
}

/** To Bob, and from him again, as the same file each time. */
async function thereAndBack({ bytes, hash, blob }: (typeof files)[number]): Promise<void> {
  const named = { mimetype: 'application/pdf', fileName: 'Archive.pdf' };
  const media = { mediaId: await uploadMedia(tenant.http, session.id, blob, named) };
  const body = { to: bob.number, content: { type: 'document', media } } as const;
  const { messageId } = await tenant.http.sendMessage(session.id, body);
  const { content } = await bob.sees(messageId);
  expect(content).toMatchObject({ type: 'document', fileName: 'Archive.pdf', size: bytes });
  const received = await bob.says(ada.number, { type: 'forward', messageId });
  expect(await session.settles(received, 60_000)).toMatchObject({ state: 'available', bytes, sha256: hash });
}

it('takes a large file both ways, and never whole into its memory', { timeout: 180_000 }, async () => {
  const [first, second] = files;
  if (!first || !second) throw new Error('there are no files');
  await thereAndBack(first);
  const grown = await growth(() => thereAndBack(second));
  console.log(`the worker grew by ${Math.round(grown / MB)} MB`);
  expect(grown).toBeLessThan(SECOND_BYTES + COLLECTED_BYTES);
});
