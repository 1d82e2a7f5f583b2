/** One request's name from the caller to the webhook, through a worker's death, and the command that tells all of it. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { MessageAccepted } from '../../core/model/http.ts';
import { Session } from '../../core/model/session.ts';
import { ROOT } from '../../local/state/cachedBuild.ts';
import { Endpoint } from './endpoint.ts';
import { type Tenant, World } from './world.ts';

const run = promisify(execFile);

async function story(...args: string[]): Promise<string[]> {
  const command = ['bin/node24.mjs', 'local/story.ts', ...args];
  return (await run(process.execPath, command, { cwd: ROOT })).stdout.trim().split('\n');
}

/** A request of another server's, which has a name of its own. */
async function post({ stack }: World, { token }: Tenant, path: string, body: object, correlationId: string) {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'x-correlation-id': correlationId,
  };
  const init = { method: 'POST', headers, body: JSON.stringify(body) };
  const response = await fetch(new URL(path, stack.endpoints.api), init);
  expect(response.headers.get('x-correlation-id')).toBe(correlationId);
  return response.json();
}

test('a request gives its name to all that comes of it, and one command tells the story in order', async () => {
  await using endpoint = await Endpoint.open();
  await using world = await World.open();
  const tenant = await world.tenant();
  const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
  const { webhook, secret } = await tenant.http.createWebhook({ url: endpoint.url });
  endpoint.secret = secret;

  const { id } = Session.parse(await post(world, tenant, '/api/sessions', { label: 'story' }, 'signup-4711'));
  const session = world.watch(tenant, id);
  const qr = await session.nextQr();
  expect(qr.correlationId).toBe('signup-4711');
  // Whoever comes when the code is already there is told of whose request it is, too.
  expect((await world.watch(tenant, id).nextQr()).correlationId).toBe('signup-4711');
  await ada.scan(qr.qrString);
  await session.status('connected');
  const named = session.events.filter(({ type }) => type === 'status_update' || type === 'session_ready');
  expect(named.map(({ correlationId }) => correlationId)).toEqual(named.map(() => 'signup-4711'));

  const text = { to: bob.number, message: 'the harbour at nine' };
  const path = `/api/sessions/${id}/messages`;
  const { messageId } = MessageAccepted.parse(await post(world, tenant, path, text, 'order-17-confirmed'));
  await session.messageStatus(messageId, 'delivered');
  const sent = await endpoint.until('the sent message', () =>
    endpoint.got.find(({ event }) => event.type === 'message_sent'),
  );
  expect(sent.event.correlationId).toBe('order-17-confirmed');
  expect(sent.headers['x-correlation-id']).toBe('order-17-confirmed');

  const before = session.events.length;
  world.stack.workers[0]?.kill('SIGKILL');
  await session.status('connected', before);
  // What it does by itself came of nobody's request.
  expect(session.events.slice(before).map(({ correlationId }) => correlationId)).not.toContain('signup-4711');
  await endpoint.until('the last state', () =>
    endpoint.got.find(({ event }) => event.seq === session.events.at(-1)?.seq),
  );

  const delivered = new RegExp(`delivery +status_update seq=${session.events.at(-1)?.seq} `);
  const telling = async () => (await story(id, '--state', world.stateDir)).join('\n');
  await expect.poll(telling, { timeout: 10_000 }).toMatch(delivered);
  const lines = await story(id, '--state', world.stateDir);
  const times = lines.map((line) => line.slice(0, 24));
  expect(times).toEqual(times.toSorted());
  const asked = lines.filter((line) => line.endsWith('[signup-4711]')).join('\n');
  const inOrder = (...parts: string[]) => new RegExp(parts.join('[^]*'));
  expect(asked).toMatch(
    inOrder(
      'lambdas-http .*POST /api/sessions',
      'worker-1 .*bell',
      'qr_ready',
      'worker-1 .*connected',
      'delivery .*status_update',
    ),
  );
  expect(asked).toMatch(/audit .*session\.create outcome=done/);
  const order = lines.filter((line) => line.endsWith('[order-17-confirmed]')).join('\n');
  expect(order).toMatch(
    inOrder('request route=POST', `message sent messageId=${messageId}`, 'delivery .*message_sent'),
  );
  expect(order).toMatch(new RegExp(`event +message_sent messageId=${messageId}`));
  expect(order).toContain(webhook.id);
  const whole = lines.join('\n');
  expect(whole).toMatch(
    inOrder(`message sent messageId=${messageId}`, 'taking over from a dead worker', 'epoch=2', 'status=connected'),
  );
  for (const hidden of [tenant.token, secret, qr.qrString, text.message, ada.number, bob.number]) {
    expect(whole).not.toContain(hidden);
  }

  await world.stack.stop();
  const fromLogs = await story(
    id,
    '--state',
    join(world.stateDir, 'nowhere'),
    '--log',
    join(world.stateDir, 'logs/worker-1.log'),
  );
  expect(fromLogs.join('\n')).toMatch(inOrder('bell', 'session claimed', 'epoch=2'));
  await expect(story('ses_1')).rejects.toThrow('Which session?');
});
