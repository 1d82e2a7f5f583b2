/** What is deployed is not the sources but what was bundled of them: the same journey on just those files. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { uploadMedia } from '../../client/index.ts';
import { bundleSizes } from '../../infra/bundleSizes.ts';
import { BUNDLES } from '../../infra/bundles.ts';
import { Container, CONTAINED } from './container.ts';
import { Endpoint } from './endpoint.ts';
import { pdf, sha256 } from './files.ts';
import type { Phone } from './phone.ts';
import { type Tenant, World } from './world.ts';

/** Who the worker is, which process, and what comes of writing where. */
const LOOKS = `
const { readFileSync, writeFileSync } = require('node:fs');
const write = (path) => { try { return writeFileSync(path, '') ?? 'written'; } catch ({ code }) { return code; } };
const [first] = readFileSync('/proc/1/cmdline', 'utf8').split('main');
console.log(process.getuid(), first.split('\\0')[0], write('/x'), write('/app/x'), write('/tmp/x'));
`;
const WALLED = '1000 node EROFS EROFS written';

beforeAll(async () => void (await promisify(execFile)(process.execPath, ['infra/build.ts'])));

test.each(['http', 'ws', 'webhooks', 'maintenance'])('a cold start of %s loads no more than 450 KB', (name) => {
  const { start } = bundleSizes(join(BUNDLES, 'lambdas', name));
  expect(start).toBeGreaterThan(100_000);
  expect(start).toBeLessThanOrEqual(450_000);
});

/** A file comes out on the phone as it was sent. */
async function sendsFile({ http }: Tenant, sessionId: string, to: Phone): Promise<void> {
  const file = pdf();
  const mediaId = await uploadMedia(http, sessionId, new Blob([Uint8Array.from(file)], { type: 'application/pdf' }));
  const content = { type: 'document' as const, media: { mediaId } };
  const { messageId } = await http.sendMessage(sessionId, { to: to.number, content });
  await to.sees(messageId);
  expect(sha256(await to.opens(messageId))).toBe(sha256(file));
}

test('the bundles link a phone, send and receive texts and files, ring webhooks, and survive a deployment', async () => {
  await using endpoint = await Endpoint.open();
  await using world = await World.open({ bundles: true });
  const tenant = await world.tenant();
  endpoint.secret = (await tenant.http.createWebhook({ url: endpoint.url })).secret;
  const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
  const session = await world.linked(tenant, ada);

  await bob.writes(ada.number, 'hello');
  await endpoint.gets('hello');
  await sendsFile(tenant, session.id, bob);

  const [worker] = world.stack.workers;
  const ended = worker?.exited;
  worker?.kill('SIGTERM');
  expect(await ended).toEqual({ code: 0, signal: null });
  await bob.writes(ada.number, 'still there?');
  await endpoint.gets('still there?');
});

test('the worker’s image does it alone: healthy by its own check, process 1, on a root that it cannot write', async () => {
  await using world = await World.open({ bundles: true, workers: 0 });
  await using image = await Container.start({ ...world.stack.aws, AWS_ACCESS_KEY_ID: 'worker-9' });
  await expect.poll(() => image.healthy(), { timeout: 30_000, interval: 200 }).toBe(true);
  expect(CONTAINED ? await image.run('-e', LOOKS) : WALLED).toBe(WALLED);

  const tenant = await world.tenant();
  const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
  const session = await world.linked(tenant, ada);
  await sendsFile(tenant, session.id, bob);
  expect(await image.stop()).toEqual([0, null]);
});
