import type { AnsweredCall } from '../../local/traffic/traffic.ts';

interface Line {
  calls: number;
  table: number;
  indexes: number;
  read: number;
}

const READS = new Set(['GetItem', 'Query', 'BatchGetItem']);

/** Prints which calls cost what, a line a kind of call, for one of `count`. @returns the sums for one */
export function printBill(
  title: string,
  count: number,
  calls: readonly AnsweredCall[],
  indexUnits: ReadonlyMap<AnsweredCall, number>,
): { written: number; read: number } {
  const lines = new Map<string, Line>();
  for (const call of calls) {
    const line = lines.get(nameOf(call)) ?? { calls: 0, table: 0, indexes: 0, read: 0 };
    lines.set(nameOf(call), line);
    line.calls += 1;
    if (READS.has(call.action)) line.read += call.units ?? 0;
    else line.table += call.units ?? 0;
    line.indexes += indexUnits.get(call) ?? 0;
  }
  const sum = { calls: 0, table: 0, indexes: 0, read: 0 };
  const number = (value: number) => (value === 0 ? '' : (value / count).toFixed(2).replace(/\.?0+$/, '')).padStart(8);
  const row = (name: string, { calls: n, table, indexes, read }: Line) =>
    console.log(`  ${name.padEnd(46)}${number(n)}${number(table)}${number(indexes)}${number(read)}`);
  console.log(`\n${title}\n  ${''.padEnd(46)}   calls   table indexes    read`);
  for (const [name, line] of [...lines].toSorted(([, a], [, b]) => cost(b) - cost(a))) {
    row(name, line);
    for (const key of ['calls', 'table', 'indexes', 'read'] as const) sum[key] += line[key];
  }
  row('', sum);
  return { written: (sum.table + sum.indexes) / count, read: sum.read / count };
}

const cost = ({ table, indexes, read }: Line) => 1000 * (table + indexes) + read;

/** Who asks what of which kind of row. */
function nameOf({ caller, action, target, body }: AnsweredCall): string {
  const prefix = (body['ExpressionAttributeValues'] as Record<string, { S?: string }> | undefined)?.[':prefix']?.S;
  const from = (body['ExpressionAttributeValues'] as Record<string, { S?: string }> | undefined)?.[':from']?.S;
  const kind = target.sk ?? target.index ?? prefix ?? from ?? '';
  return `${caller.replace(/-\d+$/, '').padEnd(12)} ${action.padEnd(11)} ${kind.replace(/[#].*/, '')}`;
}
