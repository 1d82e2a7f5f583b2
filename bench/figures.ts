/** How figures are summed up and printed. */
import { loadavg } from 'node:os';

export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** What bare Baileys with keys in memory reached in the same run; where there is no such thing, what is allowed. */
  limit: number;
}

export const quantile = (values: readonly number[], q: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? NaN;
};

/** What others do on the machine at this moment belongs to what was seen. */
const load = () => (loadavg()[0] ?? 0).toFixed(1);

/** One line a figure, for people and programs. */
export function printFigure({ name, value, unit, limit }: Figure): void {
  const round = (n: number) => n.toFixed(n < 10 ? 2 : 1);
  console.log(`figure ${name} ${round(value)} ${unit} limit ${round(limit)} ratio ${(value / limit).toFixed(2)}`);
}

interface Side {
  perSecond: number;
  cpuMs: number;
}

/** Measures both sides in turn, and prints each round. @returns the medians of the rates, and of the processor's time */
export async function compareSides(
  what: string,
  rounds: number,
  sides: { ours: () => Promise<Side>; bare: () => Promise<Side> },
): Promise<[Omit<Figure, 'name'>, Omit<Figure, 'name'>]> {
  console.log(`\n${what}: a second, and CPU each in the process that holds the sessions\n`);
  console.log('      ours      bare     ours CPU  bare CPU, ms    load');
  const seen: { ours: Side; bare: Side }[] = [];
  for (let round = 0; round < rounds; round++) {
    const [ours, bare] = [await sides.ours(), await sides.bare()];
    seen.push({ ours, bare });
    const rates = [ours, bare].map(({ perSecond }) => perSecond.toFixed(0).padStart(10));
    const times = [ours, bare].map(({ cpuMs }) => cpuMs.toFixed(2).padStart(10));
    console.log(`${rates.join('')}   ${times.join('')}${load().padStart(12)}`);
  }
  const median = (of: (round: { ours: Side; bare: Side }) => number) => quantile(seen.map(of), 0.5);
  return [
    { unit: '1/s', value: median((round) => round.ours.perSecond), limit: median((round) => round.bare.perSecond) },
    { unit: 'ms', value: median((round) => round.ours.cpuMs), limit: median((round) => round.bare.cpuMs) },
  ];
}
