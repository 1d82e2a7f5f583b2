/** Nobody may do what nobody does. That everybody may do what they do is seen at the end of every journey. */
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { uploadMedia } from '../../client/index.ts';
import { Ticket } from '../../core/model/apiKeys.ts';
import { jpeg } from './files.ts';
import { Endpoint } from './endpoint.ts';
import { type Tenant, World } from './world.ts';

/** Rights that no call here can make use of. */
const OTHERWISE: Record<string, string> = {
  'lambdas-http: sqs:DeleteMessage': 'A dead letter is days old, or made by hand: test/lambdas/operator.test.ts.',
  'worker: s3:DeleteObject':
    'A session of a guest that got files before it was taken away: test/journeys/guest.test.ts.',
  'lambdas-webhooks: dynamodb:DeleteItem': 'A connection that is gone when its tenant is told of a pause.',
  'lambdas-webhooks: execute-api:ManageConnections': 'A webhook is paused after days: test/journeys/webhooks.test.ts.',
  'lambdas-maintenance: dynamodb:DeleteItem': 'What upkeep tidies is days old: test/lambdas/maintenance.test.ts.',
  'lambdas-maintenance: dynamodb:UpdateItem': 'The same.',
  'lambdas-maintenance: sqs:DeleteQueue': 'The same.',
  'lambdas-maintenance: sqs:SendMessage': 'The same.',
  'logs:CreateLogStream': 'Lambda itself writes the logs.',
  'logs:PutLogEvents': 'Lambda itself writes the logs.',
  's3:ListBucket': 'Without it S3 says 403 of a file that is not there, where everybody expects 404.',
};
/** Lambda takes the messages of a queue by the rights of the function that it gives them to. */
const TAKEN_BY_LAMBDA = [
  'ChangeMessageVisibility',
  'DeleteMessage',
  'GetQueueAttributes',
  'GetQueueUrl',
  'ReceiveMessage',
];

/** Messages, files, webhooks, keys, proxies, a deployment: whatever asks something of AWS. */
async function everything(world: World, tenant: Tenant, endpoint: Endpoint): Promise<void> {
  const { http, live } = tenant;
  const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
  const { webhook, secret } = await http.createWebhook({ url: endpoint.url });
  endpoint.secret = secret;
  // Once: who fails five times in a row is left alone for a while.
  endpoint.behave = () => (endpoint.got.length === 1 ? 503 : 200);
  const session = await world.linked(tenant, ada);
  const proxy = 'http://someone:secret@127.0.0.1:9';
  await live.request({ type: 'create_session', proxy });
  const { session: unlinked } = await live.request({ type: 'create_session' });
  await world.watch(tenant, unlinked.id).nextQr();
  await live.request({ type: 'subscribe', sessionId: unlinked.id, after: 0 });
  await live.request({ type: 'disconnect_session', sessionId: unlinked.id });
  await http.setProxy(unlinked.id, { url: proxy });

  const blob = new Blob([Uint8Array.from(jpeg())], { type: 'image/jpeg' });
  const mediaId = await uploadMedia(http, session.id, blob);
  const image = { to: bob.number, content: { type: 'image' as const, media: { mediaId } } };
  await bob.sees((await http.sendMessage(session.id, image)).messageId);
  const data = jpeg().toString('base64');
  const message = { type: 'image' as const, media: { data, mimetype: 'image/jpeg' } };
  const sent = await live.request({ type: 'send_message', sessionId: session.id, to: bob.number, message });
  await bob.sees(sent.messageId);
  const again = { type: 'image' as const, media: { mediaId } };
  await live.request({ type: 'send_message', sessionId: session.id, to: bob.number, message: again });
  await live.request({ type: 'subscribe', all: true, after: (await http.listAllEvents({})).cursor });
  const received = await bob.says(ada.number, { type: 'image', data, mimetype: 'image/jpeg' });
  await session.gets(received);
  await http.getMedia(session.id, (await session.settles(received)).mediaId);

  await http.checkNumbers(session.id, { numbers: [bob.number] });
  const [worker] = world.stack.workers;
  worker?.kill('SIGTERM');
  await worker?.exited;
  await bob.writes(ada.number, 'hello');
  await endpoint.gets('hello');
  await http.listChats(session.id);
  await http.listWebhooks();
  await http.deleteWebhook(webhook.id);
  await revokedKey(world, tenant);
  await http.listDeadLetters();
  await http.getMetrics();
  await http.redriveDeadLetters('webhooks');
  await http.cleanupSession(session.id);
  const upkeep = (every: string) => world.stack.functions.call('lambdas/maintenance/index.ts', { every });
  await upkeep('6 hours');
  // Once the device is logged out.
  const left = async () => upkeep('5 minutes').then(() => filesOf(world, session.id));
  await expect.poll(left, { timeout: 20_000, interval: 500 }).not.toContain(session.id);
}

/** S3's own list of what there is of a session. */
async function filesOf({ stack: { aws } }: World, id: string): Promise<string> {
  const list = `list-type=2&prefix=${encodeURIComponent(`media/${id}/`)}`;
  const answer = await fetch(`${aws['AWS_ENDPOINT_URL_S3']}/${aws['MEDIA_BUCKET']}?${list}`);
  return (await answer.text()).replace(/<Prefix>.*?<\/Prefix>/g, '');
}

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

/** A connection by a key. */
async function connectedBy(world: World, { http }: Tenant, expiresAt?: string) {
  const { api, websocket } = world.stack.endpoints;
  const { apiKey, secret } = await http.createApiKey({ name: 'robot', scopes: ['sessions:read'], expiresAt });
  const answer = await fetch(`${api}/api/tickets`, { method: 'POST', headers: { 'x-api-key': secret } });
  const { ticket } = Ticket.parse(await answer.json());
  const socket = new WebSocket(`${websocket}?ticket=${ticket}`);
  await once(socket, 'open');
  return { apiKey, socket, closed: once(socket, 'close') };
}

/** A key's connection is closed when the key is revoked. */
async function revokedKey(world: World, tenant: Tenant): Promise<void> {
  const { apiKey, closed } = await connectedBy(world, tenant);
  await tenant.http.revokeApiKey(apiKey.id);
  await closed;
}

let world: World;
beforeAll(async () => {
  world = await World.open({ functionEnvironment: { WEBHOOKS_FIRST_RETRY_SECONDS: '1' } });
});
afterAll(() => world[Symbol.asyncDispose]());

test("a connection that says nothing is closed when its key ends; another one's goes on", async () => {
  const tenant = await world.tenant('member');
  const other = await connectedBy(world, tenant, inSeconds(3600));
  const startedAt = Date.now();
  const { closed } = await connectedBy(world, tenant, inSeconds(5));
  await closed;
  expect(Date.now() - startedAt).toBeLessThan(10_000);
  expect(other.socket.readyState).toBe(WebSocket.OPEN);
  other.socket.close();
});

test('every right is made use of', async () => {
  await using endpoint = await Endpoint.open();
  await everything(world, await world.tenant('admin'), endpoint);
  const unused = world.permissions.unused().filter((right) => {
    const [caller = '', action = ''] = right.split(/: /);
    const taken =
      ['lambdas-webhooks', 'lambdas-ws'].includes(caller) && TAKEN_BY_LAMBDA.includes(action.slice('sqs:'.length));
    return !taken && !(right in OTHERWISE) && !(action in OTHERWISE);
  });
  expect(unused).toEqual([]);
});
