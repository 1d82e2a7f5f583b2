/** What is deployed is not the sources but what was bundled of them: the same journey on just those files. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { uploadMedia } from '../../client/index.ts';
import { bundleSizes } from '../../infra/bundleSizes.ts';
import { BUNDLES } from '../../infra/bundles.ts';
import { freePort } from '../../local/listen.ts';
import { commandOf, said } from '../infra/image.ts';
import { Endpoint } from './endpoint.ts';
import { pdf, sha256 } from './files.ts';
import { World } from './world.ts';

/** The image's command on just the files that it copies, in an empty folder: healthy by its own check, and gone on SIGTERM. */
async function runsAsInItsImage({ stack: { aws } }: World): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'keepline-image-'));
  const [from = ''] = said('COPY')?.split(' ') ?? [];
  await cp(from, folder, { recursive: true });
  const port = String(await freePort('a health check', 0));
  const env = { ...aws, AWS_ACCESS_KEY_ID: 'worker-9', NODE_ENV: 'production', HEALTH_PORT: port };
  const [node = '', ...args] = commandOf('CMD').map((word) => (word === 'node' ? process.execPath : word));
  const child = spawn(node, args, { cwd: folder, env, stdio: 'ignore' });
  const exited = once(child, 'exit');
  try {
    const check = commandOf('HEALTHCHECK').slice(1);
    const healthy = () =>
      promisify(execFile)(
        process.execPath,
        check.map((word) => word.replace('8080', port)),
      ).then(
        () => true,
        () => false,
      );
    await expect.poll(healthy, { timeout: 30_000, interval: 200 }).toBe(true);
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
  } finally {
    child.kill('SIGKILL');
    await rm(folder, { recursive: true });
  }
}

beforeAll(async () => void (await promisify(execFile)(process.execPath, ['infra/build.ts'])));

test.each(['http', 'ws', 'webhooks', 'maintenance'])('a cold start of %s loads no more than 450 KB', (name) => {
  const { start } = bundleSizes(join(BUNDLES, 'lambdas', name));
  expect(start).toBeGreaterThan(100_000);
  expect(start).toBeLessThanOrEqual(450_000);
});

test('the bundles link a phone, send and receive texts and files, ring webhooks, and survive a deployment', async () => {
  await using endpoint = await Endpoint.open();
  await using world = await World.open({ bundles: true });
  const tenant = await world.tenant();
  endpoint.secret = (await tenant.http.createWebhook({ url: endpoint.url })).secret;
  const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
  const session = await world.linked(tenant, ada);

  await bob.writes(ada.number, 'hello');
  await endpoint.gets('hello');
  const file = pdf();
  const mediaId = await uploadMedia(
    tenant.http,
    session.id,
    new Blob([Uint8Array.from(file)], { type: 'application/pdf' }),
  );
  const content = { type: 'document' as const, media: { mediaId } };
  const { messageId } = await tenant.http.sendMessage(session.id, { to: bob.number, content });
  await bob.sees(messageId);
  expect(sha256(await bob.opens(messageId))).toBe(sha256(file));

  const [worker] = world.stack.workers;
  const ended = worker?.exited;
  worker?.kill('SIGTERM');
  expect(await ended).toEqual({ code: 0, signal: null });
  await bob.writes(ada.number, 'still there?');
  await endpoint.gets('still there?');
  await runsAsInItsImage(world);
});
