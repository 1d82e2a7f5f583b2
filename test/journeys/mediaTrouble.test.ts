/** Files that cannot be had, or not at once; and a worker that dies over them. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import type { Outgoing } from '../../core/model/content.ts';
import { MessageId } from '../../core/model/ids.ts';
import type { Message } from '../../core/model/message.ts';
import type { Call, Disturbance } from '../../local/traffic/traffic.ts';
import { adaAndBob } from './adaAndBob.ts';
import { jpeg, sha256 } from './files.ts';

/** While it stands, the worker's calls to S3 get no answer. */
let outage: { onCall: (action: string) => void } | undefined;
/** While it stands, the worker's rows of messages and files wait for it. */
let rows: Promise<void> | undefined;
function disturb({ service, action, caller, target }: Call): Disturbance | undefined {
  if (rows && caller.startsWith('worker') && /^(M|media)#/.test(target.sk ?? '')) return { kind: 'hold', until: rows };
  if (!outage || service !== 's3' || !caller.startsWith('worker')) return undefined;
  outage.onCall(action);
  return { kind: 'hang', done: false };
}

const { world, tenant, ada, bob, session } = await adaAndBob({ traffic: { disturb } });

const writeImage = (data: Buffer, more: object = {}) =>
  bob.says(ada.number, { type: 'image', data: data.toString('base64'), ...more });
const send = async (content: Outgoing, to = bob.number) =>
  (await tenant.http.sendMessage(session.id, { to, content })).messageId;
const sendImage = (data: Buffer) => send({ type: 'image', media: { data: data.toString('base64') } });
const row = (id: string): Promise<Message> => tenant.http.getMessage(session.id, id);
async function mediaIdOf(id: string): Promise<string> {
  const { content } = await row(id);
  return 'media' in content ? content.media.mediaId : '';
}

it('who has heard of a message and its file can name them at once, though they have no rows yet', async () => {
  const written = Promise.withResolvers<void>();
  rows = written.promise;
  const file = jpeg();
  const id = await writeImage(file);
  const { mediaId } = await session.settles(id);
  expect((await world.rowsOf(session.id)).filter(({ sk }) => /^(M|media)#/.test(sk?.S ?? ''))).toEqual([]);

  expect(await row(id)).toMatchObject({ id, content: { type: 'image' } });
  expect(await tenant.http.getMedia(session.id, mediaId)).toMatchObject({ media: { sha256: sha256(file) } });
  await expect(row('NEVER')).rejects.toMatchObject({ code: 'message_not_found' });
  await send({ type: 'reaction', messageId: MessageId.parse(id), emoji: '👍' });
  await bob.sees(id, ({ reactions }) => reactions?.[ada.number] === '👍');
  rows = undefined;
  written.resolve();
});

it('what is damaged is not taken; what has expired or is erased at WhatsApp is asked for of the phone', async () => {
  const file = jpeg();
  const from = session.events.length;
  await tenant.http.stopSession(session.id);
  await session.status('disconnected', from);
  const [damaged, expired, erased] = [await writeImage(file), await writeImage(file), await writeImage(file)];
  await bob.spoils(damaged, 'damaged');
  await bob.spoils(expired, 'expired');
  await bob.spoils(erased, 'erased');
  await tenant.http.startSession(session.id);

  const lost = await session.settles(damaged);
  expect(lost).toMatchObject({ state: 'failed', reason: 'damaged' });
  expect(await session.settles(expired)).toMatchObject({ state: 'available', sha256: sha256(file) });
  expect(await session.settles(erased)).toMatchObject({ state: 'failed', reason: 'gone' });
  await expect(tenant.http.getMedia(session.id, lost.mediaId)).rejects.toMatchObject({ code: 'media_not_found' });
  await expect.poll(async () => (await row(damaged)).content, { timeout: 10_000 }).toMatchObject({ media: lost });
  expect(await world.stats()).toMatchObject({ malformed: 0 });
});

it('a file is fetched from WhatsApp, wherever its sender says that it is', async () => {
  let connections = 0;
  const trap = createServer((socket) => {
    connections += 1;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(trap, 'listening');
  const elsewhere = `127.0.0.1:${(trap.address() as AddressInfo).port}`;
  const file = jpeg();

  const named = await writeImage(file, { url: `https://${elsewhere}/x` });
  expect(await session.settles(named)).toMatchObject({ state: 'available', sha256: sha256(file) });
  for (const directPath of [`//${elsewhere}/x`, `https://${elsewhere}/x`, `@${elsewhere}/x`]) {
    expect(await session.settles(await writeImage(file, { directPath }))).toMatchObject({ state: 'failed' });
  }
  expect(connections).toBe(0);
  trap.close();
});

it('a file that is sent is put at WhatsApp once for many, and leaves again for a phone that could not read it', async () => {
  const file = jpeg();
  const { uploads: before = 0 } = await world.stats();
  const first = await sendImage(file);
  await bob.sees(first);
  await bob.writes(ada.number, 'nice');
  await session.receives('nice');
  const mediaId = await mediaIdOf(first);
  await bob.forgets();
  const second = await send({ type: 'image', media: { mediaId } } as Outgoing);
  await bob.sees(second);
  expect(sha256(await bob.opens(second))).toBe(sha256(file));
  const { uploads = 0, retries = 0 } = await world.stats();
  expect(uploads - before).toBe(1);
  expect(retries).toBeGreaterThan(0);
});

it('while files wait nothing else does, and after a kill -9 the next worker fetches and sends them once', async () => {
  const carol = await world.phone('Carol');
  const [incoming, outgoing] = [jpeg(), jpeg()];
  const tried = { PUT: Promise.withResolvers<void>(), GET: Promise.withResolvers<void>() };
  outage = { onCall: (action) => tried[action as 'PUT' | 'GET'].resolve() };
  const received = await writeImage(incoming);
  const sent = await sendImage(outgoing);
  const after = await send({ type: 'text', text: 'this is the picture' });
  const missing = await sendImage(jpeg());
  await Promise.all([tried.PUT.promise, tried.GET.promise]);

  expect((await session.gets(received)).content).toMatchObject({ media: { state: 'pending' } });
  await bob.writes(ada.number, 'did you get it?');
  await session.receives('did you get it?');
  await send({ type: 'text', text: 'hello Carol' }, carol.number);
  await carol.shows('hello Carol');
  expect((await bob.messages()).some(({ messageId }) => messageId === after)).toBe(false);

  await world.forgetsFile(session.id, await mediaIdOf(missing));
  world.stack.workers[0]?.kill('SIGKILL');
  outage = undefined;
  expect(await session.settles(received)).toMatchObject({ state: 'available', sha256: sha256(incoming) });
  await bob.sees(after);
  expect(sha256(await bob.opens(sent))).toBe(sha256(outgoing));
  const ours = (await bob.messages()).filter(({ messageId }) => messageId === sent || messageId === after);
  expect(ours.map(({ messageId }) => messageId)).toEqual([sent, after]);
  await session.messageStatus(missing, 'failed');
  await expect.poll(() => row(missing), { timeout: 10_000 }).toMatchObject({ reason: 'media_not_found' });
  const told = session.events.filter((event) => event.type === 'message_media' && event.messageId === received);
  expect(told).toHaveLength(1);
});

it('what is still to come when the session is logged out has failed', async () => {
  const tried = Promise.withResolvers<void>();
  outage = { onCall: () => tried.resolve() };
  const id = await writeImage(jpeg());
  await tried.promise;
  await tenant.http.logoutSession(session.id);
  expect(await session.settles(id)).toMatchObject({ state: 'failed', reason: 'logged_out' });
  await session.status('logged_out');
  outage = undefined;
});
