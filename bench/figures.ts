/** How figures are summed up and printed. */
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

/** One line a figure, for people and programs. */
export function printFigure({ name, value, unit, limit }: Figure): void {
  const round = (n: number) => n.toFixed(n < 10 ? 2 : 1);
  console.log(`figure ${name} ${round(value)} ${unit} limit ${round(limit)} ratio ${(value / limit).toFixed(2)}`);
}
