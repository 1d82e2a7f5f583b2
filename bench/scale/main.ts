/** `npm run bench -- units | npm run scale`: workers, quotas and dollars a month for so many sessions. Measures nothing itself. */
import { text } from 'node:stream/consumers';
import { stageNamed } from '../../infra/stages.ts';
import { WORKER } from './assumptions.ts';
import { billOf } from './bill.ts';
import { demandOf, type Units } from './demand.ts';
import { limitsOf } from './limits.ts';

/** After which its sessions are taken by others. */
const DECLARED_DEAD_SECONDS = 6;
const SESSIONS = [10, 1_000, 10_000, 100_000];

/** From the `figure` lines of a bench. */
function unitsIn(output: string): Units {
  const figure = (name: string): number => {
    const found = new RegExp(`^figure ${name} ([\\d.]+)`, 'm').exec(output)?.[1];
    if (found !== undefined) return Number(found);
    console.error(`There is no figure ${name} in what came in. Run: npm run -s bench -- units | npm run -s scale`);
    process.exit(2);
  };
  const of = (name: string) => ({ write: figure(`${name}_write_units`), read: figure(`${name}_read_units`) });
  return { pairing: of('pairing'), sent: of('sent_message'), received: of('received_message') };
}

const dollars = (n: number) => `$${n.toLocaleString('en', { maximumFractionDigits: n < 100 ? 2 : 0 })}`;
const percent = (share: number) => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;

/** The dev stage: one small worker, and next to nothing to do. */
function printDev(units: Units): void {
  const { name, worker } = stageNamed('dev');
  const size = { vcpu: worker.cpu / 1024, gigabytes: worker.memory / 1024 };
  const bills = [0, 1].map((sessions) => billOf(demandOf(sessions, units, worker.count), size));
  const [idle = 0, one = 0] = bills.map((bill) => bill.reduce((sum, [, cost]) => sum + cost, 0));
  console.log(`The ${name} stage: ${dollars(idle)} a month idle, ${dollars(one)} with one session`);
  for (const [what, cost] of bills[0]?.slice(0, 5) ?? [])
    console.log(`  ${what.padEnd(30)} ${dollars(cost).padStart(10)}`);
}

const units = unitsIn(await text(process.stdin));
printDev(units);
for (const sessions of SESSIONS) {
  const demand = demandOf(sessions, units);
  const bill = billOf(demand);
  const total = bill.reduce((sum, [, cost]) => sum + cost, 0);
  const others = demand.workers - 1;
  const back = DECLARED_DEAD_SECONDS + Math.ceil(sessions / demand.workers / others / WORKER.connectsASecond);
  console.log(
    `\n${sessions.toLocaleString('en')} sessions: ${demand.workers} workers, ${dollars(total)} a month, ${dollars(total / sessions)} a session`,
  );
  for (const [what, cost] of bill.slice(0, 5)) console.log(`  ${what.padEnd(30)} ${dollars(cost).padStart(10)}`);
  console.log(`  the sessions of a lost worker are all back within ${back} s`);
  for (const { what, share, raise } of limitsOf(sessions, demand).slice(0, 3)) {
    console.log(`  ${percent(share).padStart(7)} of ${what}${share > 0.8 ? `: ${raise}` : ''}`);
  }
}
