import { cp } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Disturber } from './disturber.ts';
import { playFault } from './faults.ts';
import { judge, KINDS, type Problem } from './judge.ts';
import { say } from './load.ts';
import type { TortureOptions } from './options.ts';
import { contactsFor, prepare } from './prepare.ts';
import { randomFrom } from './random.ts';
import { elapsed, type Run } from './run.ts';
import { type Fault, planFaults, planMessages } from './schedule.ts';
import { settle } from './settle.ts';

export type Verdict = Record<Problem['kind'], number>;

/** Plays faults and messages from the seed, waits until all is quiet, and judges. `tell` gets what a person reads. */
export async function torture(options: TortureOptions, tell: (text: string) => void): Promise<Verdict> {
  const { workers, sessions, seconds, seed } = options;
  tell(`${workers} workers, ${sessions} sessions, ${seconds} s, seed ${seed}`);
  // Each has a seed of its own, so that one more fault changes no message.
  const faults = planFaults(randomFrom(seed), options);
  const messages = planMessages(randomFrom(seed + 1), options, contactsFor(sessions));
  const disturber = new Disturber(randomFrom(seed + 2));
  const over = new AbortController();
  const random = randomFrom(seed + 3);
  const run = await prepare(options, { disturber, random }, over.signal, tell);
  try {
    tell(`${messages.length} messages, ${faults.length} faults`);
    await Promise.all([
      atTimes(run, faults, (fault) => play(run, disturber, fault)),
      atTimes(run, messages, (message, index) => say(run, message, index)),
    ]);
    tell(`quiet from ${inSeconds(elapsed(run))} on`);
    await settle(run);
    tell(`judged at ${inSeconds(elapsed(run))}`);
    const problems = await judge(run);
    report(run, problems, await run.world.stats(), tell);
    if (problems.length > 0 || options.keep) {
      const kept = `${run.world.stateDir}-kept`;
      await cp(run.world.stateDir, kept, { recursive: true });
      tell(`the state with all logs is kept in ${kept}; again: npm run torture -- ${commandLine(options)}`);
    }
    return Object.fromEntries(KINDS.map((kind) => [kind, countOf(problems, kind)])) as Verdict;
  } finally {
    over.abort();
    await run.world[Symbol.asyncDispose]();
    for (const receiver of run.receivers.values()) await receiver[Symbol.asyncDispose]();
  }
}

/** Starts each at its time, and resolves when all are through. */
async function atTimes<T extends { at: number }>(
  run: Run,
  plan: readonly T[],
  start: (item: T, index: number) => Promise<void>,
): Promise<void> {
  const started: Promise<void>[] = [];
  for (const [index, item] of plan.entries()) {
    await sleep(Math.max(0, item.at - elapsed(run)));
    started.push(start(item, index));
  }
  await Promise.all(started);
}

async function play(run: Run, disturber: Disturber, fault: Fault): Promise<void> {
  const from = elapsed(run);
  const hit = await playFault(run, disturber, fault);
  const to = from + fault.seconds * 1000;
  const lasting = fault.seconds > 0 ? ` for ${fault.seconds.toFixed(1)} s` : '';
  run.played.push({ from, to, what: `${fault.kind}${lasting}: ${hit}` });
}

function report(run: Run, problems: Problem[], stats: Record<string, number>, tell: (text: string) => void): void {
  tell('faults:');
  for (const { from, what } of run.played.toSorted((a, b) => a.from - b.from)) tell(`  ${inSeconds(from)} ${what}`);
  const { sent, written, refused, unknown, receivers } = run;
  tell(
    `${sent.length} accepted, ${refused} refused, ${unknown} of unknown fate, ${written.length} written by contacts`,
  );
  const got = [...receivers.values()].flatMap((receiver) => receiver.got.map(({ event }) => event.id));
  tell(`${got.length} deliveries to webhooks, of ${new Set(got).size} events`);
  tell(`the simulator counted ${JSON.stringify(stats)}`);
  for (const { kind, what, at } of problems) {
    tell(`${kind.toUpperCase()} ${at === undefined ? '' : `${inSeconds(at)} `}${what}`);
    for (const near of at === undefined ? [] : faultsNear(run, at)) tell(`    near ${near}`);
  }
}

const NEAR_MS = 3_000;
const faultsNear = ({ played }: Run, at: number) =>
  played
    .filter(({ from, to }) => from - NEAR_MS < at && at < to + NEAR_MS)
    .map(({ from, what }) => `${inSeconds(from)} ${what}`);

const countOf = (problems: Problem[], kind: Problem['kind']) =>
  problems.filter((problem) => problem.kind === kind).reduce((sum, { count = 1 }) => sum + count, 0);

const inSeconds = (ms: number) => `+${(ms / 1000).toFixed(1)} s`;

function commandLine({ workers, sessions, seconds, seed, rate, every, kinds }: TortureOptions): string {
  const faults = kinds.join(',') || 'none';
  return `--workers ${workers} --sessions ${sessions} --seconds ${seconds} --seed ${seed} --rate ${rate} --every ${every} --faults ${faults}`;
}
