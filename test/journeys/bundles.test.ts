/** What is deployed is not the sources but what was bundled of them: the same journey on just those files. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { uploadMedia } from '../../client/index.ts';
import { Endpoint } from './endpoint.ts';
import { pdf, sha256 } from './files.ts';
import { World } from './world.ts';

test('the bundles link a phone, send and receive texts and files, ring webhooks, and survive a deployment', async () => {
  await promisify(execFile)(process.execPath, ['infra/build.ts']);
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
});
