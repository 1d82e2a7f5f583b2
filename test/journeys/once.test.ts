import { expect, it } from 'vitest';
import { inLanes } from '../../bench/inLanes.ts';
import { randomFrom } from '../../bench/torture/random.ts';
import { KeeplineClientError } from '../../client/index.ts';
import type { Call, Disturbance } from '../../local/traffic/traffic.ts';
import { Waiter } from './waiter.ts';
import { World } from './world.ts';

const MESSAGES = 2_000;
const LANES = 16;
/** It takes about 30 s of a free machine. */
const LONGEST_MS = 240_000;

it(
  'sends each message once, however often it is asked for, with bells lost and doubled',
  { timeout: LONGEST_MS },
  async () => {
    const seed = Date.now() % 1_000_000;
    console.log(`seed ${seed}`);
    const random = randomFrom(seed);
    let bells = 0;
    const disturb = ({ service, action }: Call): Disturbance | undefined => {
      if (service !== 'sqs' || action !== 'SendMessage') return undefined;
      bells += 1;
      return random.pick([{ kind: 'lose' }, { kind: 'double' }, undefined] as const);
    };
    await using world = await World.open({ traffic: { disturb } });
    const tenant = await world.tenant();
    const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
    const session = await world.linked(tenant, ada);

    const shown = new Set<string>();
    const waiter = new Waiter();
    const leave = tenant.live.subscribe(session.id, {
      event: (event) => {
        if (event.type !== 'message_status' || event.status !== 'delivered') return;
        shown.add(event.messageId);
        waiter.changed();
      },
    });

    /** One request of many for a message; without an answer when its caller loses patience. */
    async function ask(n: number, signal?: AbortSignal): Promise<string | undefined> {
      const write = { idempotencyKey: `message-${n}`, ...(signal && { signal }) };
      try {
        return (await tenant.http.sendMessage(session.id, { to: bob.number, message: `text ${n}` }, write)).messageId;
      } catch (error) {
        if (error instanceof KeeplineClientError) throw error;
        return undefined;
      }
    }
    const impatient = (n: number) => ask(n, AbortSignal.timeout(Math.round(random.between(1, 30))));

    const ids = new Map<number, string>();
    await inLanes(LANES, [...Array(MESSAGES).keys()], async (n) => {
      const answers = await random.pick([
        async () => [await ask(n)],
        async () => [await ask(n), await ask(n)],
        async () => Promise.all([ask(n), ask(n), ask(n)]),
        async () => [await impatient(n), await ask(n)],
        async () => Promise.all([impatient(n), ask(n), impatient(n)]),
      ])();
      const known = new Set(answers.filter((id) => id !== undefined));
      expect(known.size).toBe(1);
      for (const id of known) ids.set(n, id);
    });
    expect(new Set(ids.values()).size).toBe(MESSAGES);

    const all = () => (shown.size === MESSAGES ? true : undefined);
    await waiter.until('everything on the phone', all, () => shown.size, LONGEST_MS / 2);
    leave();
    const texts = (await bob.messages()).filter(({ fromMe }) => !fromMe).map(({ content }) => content.text ?? '');
    expect(texts.toSorted()).toEqual([...ids.keys()].map((n) => `text ${n}`).toSorted());
    expect(bells).toBeGreaterThan(MESSAGES);
    expect(await world.stats()).toMatchObject({ undecryptable: 0 });
  },
);
