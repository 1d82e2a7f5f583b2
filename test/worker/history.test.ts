import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { callControl } from '../simulator/controlClient.ts';
import { World } from '../journeys/world.ts';
import type { Context } from '../../worker/context.ts';
import { contextOf, hold } from './inProcess.ts';

/** Where WhatsApp's clients fetch files. */
const WHATSAPP = 'https://mmg.whatsapp.net';

let world: World;
let context: Context;
const fetchAsIs = globalThis.fetch;
const trusted = getCACertificates('default');
beforeAll(async () => {
  world = await World.open({ workers: 0 });
  context = contextOf(world);
  const authority = await fetchAsIs(`${world.simulator}/ca.pem`);
  setDefaultCACertificates([...trusted, await authority.text()]);
  await callControl(world.simulator, 'POST /rules', { history: 'files', historyChunk: 1 });
});
afterAll(async () => {
  setDefaultCACertificates(trusted);
  await world[Symbol.asyncDispose]();
});

let isReachable = false;
let tries = 0;
beforeEach(async () => {
  const { body } = await callControl<{ mediaHost: string }>(world.simulator, 'GET /health');
  globalThis.fetch = async (input, init) => {
    const address = input instanceof Request ? input.url : String(input);
    if (!address.startsWith(WHATSAPP)) return fetchAsIs(input, init);
    tries += 1;
    if (!isReachable) throw new TypeError('WhatsApp’s files are not to be had');
    return fetchAsIs(address.replace(WHATSAPP, `https://${body.mediaHost}`), init);
  };
});
afterEach(() => {
  globalThis.fetch = fetchAsIs;
});

it('a piece of history whose notice was receipted is fetched by the next owner, after a crash', async () => {
  const tenant = await world.tenant();
  const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
  await ada.sees(await bob.writes(ada.number, 'in the second piece'));
  await ada.sees(await bob.writes(ada.number, 'in the first piece'));
  const session = await world.session(tenant);
  const told = () =>
    session.events.flatMap((event) => (event.type === 'history_received' ? (event.messages ?? []) : []));
  const first = await hold(context, session.id);
  await ada.scan((await session.nextQr()).qrString);
  await session.until('the first piece', () => told()[0]);
  await expect.poll(() => tries, { timeout: 10_000 }).toBeGreaterThan(0);
  // Everything that came until now is receipted: nothing of it comes again.
  await bob.writes(ada.number, 'live');
  await session.receives('live');
  first.holding.kill();
  await first.holding.ended;
  expect(told().map(({ content }) => content)).toEqual([{ type: 'text', text: 'in the first piece' }]);

  isReachable = true;
  const next = await hold(context, session.id, first.held.worker);
  const second = await session.until('the second piece', () => told()[1]);
  expect(second.content).toEqual({ type: 'text', text: 'in the second piece' });
  await session.until('the end of history', () =>
    session.events.find((event) => event.type === 'history_received' && event.complete),
  );
  next.holding.stop();
  await next.holding.ended;
});
