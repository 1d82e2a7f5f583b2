/** The worker's AWS calls for a text, sent and received: by what they are about. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { AnsweredCall } from '../local/traffic/traffic.ts';
import type { Figure } from './figures.ts';
import { Fleet } from './fleet/fleet.ts';
import { Sending } from './fleet/sending.ts';
import { inLanes } from './inLanes.ts';

const TEXTS = 200;
const LANES = 4;
/** Until the rows have followed. */
const SETTLE_MS = 2_000;
/** A commit, a row and its statuses, and who listens, of the tenant's and of the session's: where nothing gathers. */
const SINGLE = 8;

export async function calls(): Promise<Figure[]> {
  const all: AnsweredCall[] = [];
  await using fleet = await Fleet.open(2, { traffic: { observe: (call) => void all.push(call) } });
  await using sending = await Sending.open(fleet, 1);
  const during = async (what: string, work: () => Promise<unknown>) => {
    await sleep(SETTLE_MS);
    all.length = 0;
    await work();
    await sleep(SETTLE_MS);
    const value = print(what, all.filter(isOfMessages));
    return { unit: 'calls', value, limit: SINGLE };
  };
  const sent = await during(`A text that is sent, of ${TEXTS} at once`, () => sending.ours(1, TEXTS));
  const received = await during(`A text that is received, of ${TEXTS}`, async () => {
    await inLanes(LANES, [...Array(TEXTS).keys()], (i) =>
      sending.contact.writes(sending.numbers[0] ?? '', `text ${i}`),
    );
    await sending.contact.rate('delivered', TEXTS);
  });
  return [
    { name: 'calls_a_sent_text', ...sent },
    { name: 'calls_a_received_text', ...received },
  ];
}

/** What a worker does anyway is no message's. */
const isOfMessages = ({ caller, target }: AnsweredCall) => caller.startsWith('worker') && target.pk !== 'W';

function print(what: string, found: readonly AnsweredCall[]): number {
  console.log(`\n${what}: the worker's calls\n`);
  const byKind = Map.groupBy(found, ({ service, action, target }) =>
    `${service} ${action} ${target.sk?.replace(/[#-].*/, '') ?? target.index ?? ''}`.trim(),
  );
  for (const [kind, ofKind] of [...byKind].toSorted(([, a], [, b]) => b.length - a.length)) {
    console.log(`  ${(ofKind.length / TEXTS).toFixed(2).padStart(6)}  ${kind}`);
  }
  return found.length / TEXTS;
}
