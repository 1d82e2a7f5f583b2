import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Http } from '../../client/index.ts';
import type { Worker } from '../../core/model/operator.ts';
import type { WebhookEvent } from '../../core/model/webhooks.ts';
import { Endpoint } from './endpoint.ts';
import type { Phone } from './phone.ts';
import type { WatchedSession } from './watchedSession.ts';
import { type Tenant, World } from './world.ts';

/** What an operator does while people write to each other. */
describe('an operator', () => {
  let world: World;
  let [ada, bob]: Phone[] = [];
  let tenant: Tenant;
  let operator: Http;
  let session: WatchedSession;

  beforeAll(async () => {
    world = await World.open({ workers: 2 });
    tenant = await world.tenant();
    operator = (await world.tenant('admin')).http;
    [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
    session = await world.linked(tenant, ada);
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const ownerOf = async () => (await operator.getDetails(session.id)).worker?.id;

  async function textsFlow(words: string): Promise<void> {
    if (!ada || !bob) throw new Error('nobody is there');
    await bob.writes(ada.number, `${words}, in`);
    await session.receives(`${words}, in`);
    await session.send(bob.number, `${words}, out`);
    await bob.shows(`${words}, out`);
  }

  it('sees what a session has done, on which device, in whose hands', async () => {
    await textsFlow('details');
    const details = async () => {
      const { messages, chats } = await operator.getDetails(session.id);
      return { ...messages, chats };
    };
    await expect.poll(details).toEqual({ sent: 1, received: 1, failed: 0, chats: 1 });
    const found = await tenant.http.getDetails(session.id);
    expect(found).toMatchObject({
      session: { status: 'connected', phoneNumber: ada?.number },
      worker: { alive: true, version: expect.stringMatching(/^\d+\./) as string },
      attempts: 0,
      reconnects: 0,
      pairings: [{ phoneNumber: ada?.number }],
      device: expect.any(Number) as number,
      platform: expect.any(String) as string,
      lastInboundAt: expect.any(String) as string,
      whatsappVersion: { good: expect.any(String) as string },
    });
    const states = found.timeline.map(({ status }) => status).toReversed();
    expect(states).toEqual(['connecting', 'qr_ready', 'authenticated', 'connected']);
  });

  it('has WhatsApp asked whether a connection is well', async () => {
    const checked = await tenant.http.checkHealth(session.id);
    expect(checked).toMatchObject({ healthy: true, status: 'connected', latencyMs: expect.any(Number) as number });
  });

  it('moves a session to the other worker: it comes back there, and nothing is lost', async () => {
    const [from, before] = [session.events.length, await ownerOf()];
    const moving = await operator.moveSession(session.id);
    expect(moving.from).toBe(before);
    await expect.poll(ownerOf).toBe(moving.to);
    await session.status('connected', from);
    await textsFlow('moved');
    expect((await operator.getDetails(session.id)).epoch).toBe(2);
  });

  it('gives a session up for good: unlinked and erased within seconds, its webhook told; upkeep takes the rest', async () => {
    await using endpoint = await Endpoint.open();
    const owner = await world.tenant('member', 'somebody-else');
    endpoint.secret = (await owner.http.createWebhook({ url: endpoint.url })).secret;
    const [eve, frank] = [await world.phone('Eve'), await world.phone('Frank')];
    const given = await world.linked(owner, eve);
    await given.messageStatus(await given.send(frank.number, 'nothing of this stays'), 'delivered');
    await owner.http.cleanupSession(given.id);
    const left = async () => (await world.rowsOf(given.id)).map(({ sk, phoneNumber }) => [sk?.S, phoneNumber?.S]);
    await expect.poll(left, { timeout: 15_000 }).toEqual([['session', undefined]]);
    expect(JSON.stringify(await world.rowsOf(given.id))).not.toMatch(new RegExp(`${eve.number}|journey`));
    const last = ({ event }: { event: WebhookEvent }) =>
      event.type === 'status_update' && event.status === 'logged_out';
    const { event } = await endpoint.until('its end', () => endpoint.got.find(last));
    expect(event.correlationId).toMatch(/^req_/);
    await expect.poll(() => eve.devices()).toEqual([]);
    await world.stack.functions.call('lambdas/maintenance/index.ts', { every: '5 minutes' });
    expect(await left()).toEqual([]);
  });

  it('drains a worker: its sessions go over without a new scan, and another worker takes its place', async () => {
    const drained = await ownerOf();
    const from = session.events.length;
    expect(await operator.drainWorker(drained ?? '')).toMatchObject({ status: 'draining' });
    await expect.poll(ownerOf, { timeout: 10_000 }).not.toBe(drained);
    await session.status('connected', from);
    await textsFlow('drained');
    const up = async () => {
      const { workers } = await operator.listWorkers();
      return workers.filter(({ status }) => status === 'up').map(({ id }: Worker) => id);
    };
    await expect.poll(async () => (await up()).length, { timeout: 20_000 }).toBe(2);
    expect(await up()).not.toContain(drained);
    expect(session.qrs).toHaveLength(1);
    const counts = async () => (await operator.health()).sessions;
    const one = { active: 1, qr_codes: 0, connected: 1, problematic: 0 };
    await expect.poll(counts, { timeout: 10_000 }).toEqual(one);
  });
});
