import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SessionEvent } from '../../core/model/events.ts';
import type { WebhookPausedFrame } from '../../core/model/frames.ts';
import { eventIdOf } from '../../core/model/ids.ts';
import type { Delivery, DeliveryState, Webhook } from '../../core/model/webhooks.ts';
import type { Call, Disturbance } from '../../local/traffic/traffic.ts';
import { Endpoint, textOf } from './endpoint.ts';
import type { Phone } from './phone.ts';
import { ringSweep } from './ringSweep.ts';
import type { WatchedSession } from './watchedSession.ts';
import { type Tenant, World } from './world.ts';

/** The same rules in seconds instead of hours. */
const QUICK = {
  WEBHOOKS_TIMEOUT_SECONDS: '1',
  WEBHOOKS_FIRST_RETRY_SECONDS: '1',
  WEBHOOKS_LONGEST_RETRY_SECONDS: '1',
  WEBHOOKS_GIVE_UP_SECONDS: '4',
  WEBHOOKS_PAUSE_SECONDS: '1',
};

describe('webhooks', () => {
  let world: World;
  let tenant: Tenant;
  let ada: Phone;
  let bob: Phone;
  let session: WatchedSession;
  let disturb: (call: Call) => Disturbance | undefined = () => undefined;
  /** Hears everything from the beginning. */
  let witness: Endpoint;
  const left: (() => void)[] = [];
  const opened: { endpoint: Endpoint; webhook: Webhook }[] = [];

  beforeAll(async () => {
    world = await World.open({ functionEnvironment: QUICK, traffic: { disturb: (call) => disturb(call) } });
    [tenant, ada, bob] = [await world.tenant(), await world.phone('Ada'), await world.phone('Bob')];
    witness = await Endpoint.open();
    witness.secret = (await tenant.http.createWebhook({ url: witness.url })).secret;
    session = await world.linked(tenant, ada);
  });
  afterEach(async () => {
    disturb = () => undefined;
    for (const leave of left.splice(0)) leave();
    for (const { webhook, endpoint } of opened.splice(0)) {
      await tenant.http.deleteWebhook(webhook.id);
      if (endpoint.forged.length > 0) throw new Error(`what came did not verify: ${endpoint.forged.join('; ')}`);
      await endpoint[Symbol.asyncDispose]();
    }
  });
  afterAll(async () => {
    await witness[Symbol.asyncDispose]();
    await world[Symbol.asyncDispose]();
  });

  /** A webhook for received messages, and the program behind it. */
  async function hook(behave: Endpoint['behave'] = () => 200) {
    const endpoint = await Endpoint.open();
    endpoint.behave = behave;
    const made = await tenant.http.createWebhook({ url: endpoint.url, events: ['message_received'] });
    endpoint.secret = made.secret;
    opened.push({ endpoint, webhook: made.webhook });
    const { id } = made.webhook;
    const log = async (state?: DeliveryState): Promise<Delivery[]> =>
      (await tenant.http.listDeliveries(id, { state, limit: 100 })).deliveries;
    /** The log's line of an event, once it has come so far. */
    const logged = async (eventId: string | undefined, state: DeliveryState): Promise<Delivery> => {
      await expect.poll(async () => (await log(state)).map((one) => one.id), { timeout: 20_000 }).toContain(eventId);
      return (await log(state)).find((one) => one.id === eventId) as Delivery;
    };
    return { id, endpoint, log, logged, now: () => tenant.http.getWebhook(id) };
  }

  const writes = async (...texts: string[]) => {
    for (const text of texts) await bob.writes(ada.number, text);
  };

  /** Rings as the schedule does, every few minutes. */
  const sweep = () => ringSweep(world);

  it('bring every event of the stream, in its order, as the same object, signed', async () => {
    await writes('good morning');
    await session.receives('good morning');
    const { events } = await tenant.http.listEvents(session.id, { after: 0, limit: 100 });
    const last = events.at(-1)?.seq;
    await witness.until('the last event', () => witness.got.find(({ event }) => event.seq === last));
    const told = witness.got.slice(0, events.length).map(({ event }) => event);
    expect(told).toEqual(events.map((event) => ({ ...event, id: eventIdOf(event as SessionEvent) })));
    expect(told.map(({ type }) => type)).toEqual(expect.arrayContaining(['status_update', 'session_ready']));
    expect(new Set(witness.got.map(({ event }) => event.id)).size).toBe(witness.got.length);
    expect(witness.forged).toEqual([]);
  });

  it('bring nothing of another tenant, and only the types that are wanted', async () => {
    const { endpoint } = await hook();
    const other = await world.tenant('member', 'another');
    const theirs = await world.linked(other, bob);
    await writes('for Ada');
    await theirs.until('what Bob wrote', () => theirs.events.find(({ type }) => type === 'message_sent'));
    await endpoint.gets('for Ada');
    expect(endpoint.texts).toEqual(['for Ada']);
    const heard = new Set(witness.got.map(({ event }) => event.sessionId as string));
    expect([...heard]).toEqual([session.id]);
    await other.http.deleteSession(theirs.id);
  });

  it('bring nothing of an ephemeral session, which is for who asked for it', async () => {
    const { id } = await tenant.http.createSession({ ephemeral: true });
    await world.watch(tenant, id).status('qr_ready');
    await sweep();
    await writes('in the meantime');
    await witness.gets('in the meantime');
    expect(witness.got.filter(({ event }) => event.sessionId === id)).toEqual([]);
    await tenant.http.deleteSession(id);
  });

  it('try again what failed, under the same id, while what follows goes on', async () => {
    const { endpoint, logged } = await hook((event, nth) => (textOf(event) === 'first' && nth === 1 ? 500 : 200));
    await writes('first', 'second', 'third');
    const again = await endpoint.gets('first', 2);
    await endpoint.gets('third');
    expect(endpoint.texts).toEqual(['first', 'second', 'third', 'first']);
    expect(again.event).toEqual(endpoint.got[0]?.event);
    expect(await logged(again.event.id, 'delivered')).toMatchObject({
      type: 'message_received',
      sessionId: session.id,
      attempts: 2,
      httpStatus: 200,
    });
  });

  it.each([
    ['hang', 'hang', 'timeout'],
    ['close', 'close', 'connection_closed'],
    ['redirect', { redirect: 'http://127.0.0.1:1/elsewhere' }, 'redirect'],
    ['gone wrong', 503, 'http_503'],
  ] as const)('an endpoint that answers with: %s', async (text, behaviour, error) => {
    const { endpoint, logged } = await hook((_, nth) => (nth === 1 ? behaviour : 200));
    await writes(text);
    const { event } = await endpoint.gets(text);
    expect(await logged(event.id, 'retrying')).toMatchObject({ error, attempts: 1 });
    await endpoint.gets(text, 2);
    expect(await logged(event.id, 'delivered')).toMatchObject({ attempts: 2, httpStatus: 200 });
  });

  it('keep their order to a slow endpoint', async () => {
    const { endpoint } = await hook(() => ({ status: 200, afterMs: 200 }));
    const texts = Array.from({ length: 8 }, (_, i) => `slow ${i}`);
    await writes(...texts);
    await endpoint.gets('slow 7');
    expect(endpoint.texts).toEqual(texts);
  });

  it('are given up visibly, and go again when they are told to', async () => {
    let broken = true;
    const { id, endpoint, log, logged } = await hook((event) =>
      broken && textOf(event)?.startsWith('bad') ? 422 : 200,
    );
    await writes('bad 1', 'bad 2');
    const [one, two] = [await endpoint.gets('bad 1'), await endpoint.gets('bad 2')];
    // The endpoint is fine: it takes other events meanwhile.
    const givenUp = async () => (await writes('good'), (await log('given_up')).length);
    await expect.poll(givenUp, { timeout: 20_000, interval: 500 }).toBe(2);
    expect(await logged(one.event.id, 'given_up')).toMatchObject({ error: 'http_422', httpStatus: 422 });
    broken = false;
    expect(await tenant.http.redriveDelivery(id, one.event.id)).toMatchObject({ state: 'retrying' });
    await logged(one.event.id, 'delivered');
    expect((await log('given_up')).map((delivery) => delivery.id)).toEqual([two.event.id]);
    await tenant.http.redriveWebhook(id);
    await logged(two.event.id, 'delivered');
    expect(await log('given_up')).toEqual([]);
  });

  it('are signed by the old secret and the new one while a secret is changed', async () => {
    const { id, endpoint } = await hook();
    await writes('before');
    await endpoint.gets('before');
    const { secret } = await tenant.http.rotateWebhookSecret(id);
    await writes('with the old one');
    await endpoint.gets('with the old one');
    endpoint.secret = secret;
    await writes('with the new one');
    await endpoint.gets('with the new one');
    expect(endpoint.texts).toEqual(['before', 'with the old one', 'with the new one']);
  });

  it('leave a dead endpoint alone, pause it, and go on where they were when it is back', async () => {
    const { id, endpoint, now } = await hook(() => 500);
    const texts = Array.from({ length: 12 }, (_, i) => `dead ${i}`);
    await writes(...texts);
    await expect.poll(async () => (await now()).status, { timeout: 30_000 }).toBe('paused');
    expect(await now()).toMatchObject({ reason: 'failing', lastError: 'http_500' });
    // The first few showed that it is dead; the others were spared.
    expect(new Set(endpoint.texts).size).toBeLessThan(texts.length);
    await writes('while it was paused');
    await witness.gets('while it was paused');
    const soFar = endpoint.got.length;
    await sweep();
    endpoint.behave = () => 200;
    await writes('a little later');
    await witness.gets('a little later');
    expect(endpoint.got.length).toBe(soFar);

    expect(await tenant.http.resumeWebhook(id)).toMatchObject({ status: 'active' });
    // A day is four seconds here: some may have been given up before the pause.
    await tenant.http.redriveWebhook(id);
    await endpoint.gets('a little later');
    const after = () => new Set(endpoint.texts.slice(soFar));
    await endpoint.until('all of them', () => (after().size === texts.length + 2 ? true : undefined));
  });

  it('pause an endpoint at once that says it is gone', async () => {
    const { id, endpoint, now } = await hook(() => 410);
    const told: Record<string, WebhookPausedFrame[]> = { owner: [], other: [] };
    const other = await world.tenant('member', 'somebody else');
    for (const [name, { live }] of Object.entries({ owner: tenant, other })) {
      const { promise, resolve } = Promise.withResolvers<void>();
      left.push(live.subscribeAll({ subscribed: resolve, webhookPaused: (paused) => told[name]?.push(paused) }));
      await promise;
    }
    await writes('one', 'two');
    await endpoint.gets('one');
    await expect.poll(async () => (await now()).status).toBe('paused');
    expect(await now()).toMatchObject({ reason: 'gone', lastError: 'http_410' });
    await expect.poll(() => told['owner']).toMatchObject([{ webhookId: id, reason: 'gone', lastError: 'http_410' }]);
    expect(told['other']).toEqual([]);
    expect(endpoint.texts).toEqual(['one']);
  });

  it('recover when the function that delivers dies in the middle', async () => {
    const texts = Array.from({ length: 6 }, (_, i) => `crash ${i}`);
    const { endpoint } = await hook((event, nth) => {
      if (textOf(event) === 'crash 2' && nth === 1) {
        world.stack.functions.kill('lambdas/webhooks/index.ts');
        return 'hang';
      }
      return 200;
    });
    await writes(...texts);
    await endpoint.gets('crash 2');
    await expect
      .poll(async () => (await sweep(), endpoint.texts.includes('crash 5')), { timeout: 30_000, interval: 500 })
      .toBe(true);
    expect([...new Set(endpoint.texts)]).toEqual(texts);
  });

  it('find what no bell has told of', async () => {
    disturb = ({ action, target }) =>
      action === 'SendMessage' && target.queue?.includes('Webhooks') ? { kind: 'lose' } : undefined;
    const alone = await world.tenant('member', 'alone');
    const carol = await world.phone('Carol');
    const theirs = await world.linked(alone, carol);
    await using endpoint = await Endpoint.open();
    endpoint.secret = (await alone.http.createWebhook({ url: endpoint.url, events: ['message_received'] })).secret;
    await bob.writes(carol.number, 'unheard');
    await theirs.receives('unheard');
    expect(endpoint.texts).toEqual([]);
    disturb = () => undefined;
    await sweep();
    await endpoint.gets('unheard');
  });

  it('lose nothing when the worker is killed while texts come', async () => {
    const { endpoint } = await hook();
    const texts = Array.from({ length: 30 }, (_, i) => `kill ${i}`);
    const writing = writes(...texts);
    await endpoint.gets('kill 5');
    world.stack.workers[0]?.kill('SIGKILL');
    await writing;
    await session.receives('kill 29');
    for (const text of texts) await endpoint.gets(text);
    await expect.poll(() => new Set(witness.texts).size).toBeGreaterThanOrEqual(30);
  });
});
