import { once } from 'node:events';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { Live } from '../../client/index.ts';
import type { SessionEvent } from '../../core/model/events.ts';
import { Waiter } from './waiter.ts';
import { World } from './world.ts';

/** More than the sockets between us hold, beside the megabyte that waits for a connection. */
const MESSAGES = 160;
const TEXT = 'x'.repeat(60_000);

it(
  'neither one that stops reading nor one that vanishes keeps another from its events',
  { timeout: 180_000 },
  async () => {
    await using world = await World.open();
    const tenant = await world.tenant();
    const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
    const session = await world.linked(tenant, ada);
    await bob.writes(ada.number, 'warm up');
    await session.receives('warm up');
    const after = session.events.at(-1)?.seq ?? 0;
    const { websocket } = world.stack.endpoints;

    const gone = new WebSocket(`${websocket}?token=${tenant.token}`);
    await once(gone, 'open');
    gone.send(JSON.stringify({ type: 'subscribe', sessionId: session.id }));
    await once(gone, 'message');

    const sockets: WebSocket[] = [];
    class Stoppable extends WebSocket {
      constructor(address: URL) {
        super(address);
        sockets.push(this);
      }
    }
    const slow: number[] = [];
    const waiter = new Waiter();
    const live = new Live({ websocket, http: tenant.http, WebSocket: Stoppable });
    await new Promise<void>((resolve) => {
      const event = ({ seq }: SessionEvent) => {
        slow.push(seq);
        waiter.changed();
      };
      live.subscribe(session.id, { event, snapshot: () => resolve() }, after);
    });

    sockets[0]?.pause();
    gone.terminate();
    for (let n = 0; n < MESSAGES; n++) await bob.writes(ada.number, `${n} ${TEXT}`);
    // Too large for a frame: the client fetches it by the link that it gets instead.
    const large = 'ü'.repeat(65_536);
    await bob.writes(ada.number, large);
    await session.receives(large);
    expect(session.received.map(({ content }) => content.type === 'text' && content.text.slice(0, 4))).toHaveLength(
      MESSAGES + 2,
    );
    expect(sockets).toHaveLength(1);

    // It was closed meanwhile, which it sees when it reads again; it fetches what it missed.
    sockets[0]?.resume();
    const last = session.events.at(-1)?.seq;
    await waiter.until(
      'the last event',
      () => (slow.at(-1) === last ? true : undefined),
      () => slow.length,
      60_000,
    );
    expect(slow).toEqual(session.events.map(({ seq }) => seq).filter((seq) => seq > after));
    expect(sockets.length).toBeGreaterThan(1);
    live.close();
  },
);
