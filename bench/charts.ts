/**
 * `npm run -s bench | npm run -s charts`: draws the figures into docs/performance.md, where those of the last run were. Those
 * that were not measured this time stay as they are: each chart is redrawn when all of it is there.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';

const PAGE = 'docs/performance.md';
const FIGURE = /^figure (\S+) (\S+) (\S+) limit (\S+) ratio (\S+)$/gm;

interface Chart {
  title: string;
  /** What to run for it. */
  command: string;
  /** Their values beside their limits; `ratio`: by how much they are more. */
  of: 'value' | 'ratio';
  unit: string;
  figures: Record<string, string>;
}

const CHARTS: Chart[] = [
  {
    title: 'Beside bare Baileys: times as much',
    command: 'scan-to-ready sends receives reconnect',
    of: 'ratio',
    unit: 'ratio',
    figures: {
      scan_to_ready_p50: 'scan to ready',
      sends_a_second_1: 'sends, 1 session',
      sends_a_second_20: 'sends, 20',
      receives_a_second: 'receives',
      reconnect_p50: 'reconnect',
    },
  },
  {
    title: 'Write units',
    command: 'units',
    of: 'value',
    unit: 'units',
    figures: {
      pairing_write_units: 'pairing',
      sent_message_write_units: 'sent, 3 states',
      received_message_write_units: 'received',
    },
  },
  {
    title: 'Without a connection when a worker ends',
    command: 'gaps',
    of: 'value',
    unit: 'ms',
    figures: { kill_gap_max: 'killed, the last one', stop_gap_p95: 'stopped, p95' },
  },
  {
    title: 'At 500 sessions, what one more costs, beside 10',
    command: 'growth',
    of: 'ratio',
    unit: 'ratio',
    figures: {
      growth_cpu: 'processor',
      growth_store_calls: 'store calls',
      growth_memory: 'memory',
      growth_write_units: 'write units',
      growth_send: 'a send',
    },
  },
];

interface Seen {
  value: number;
  limit: number;
  ratio: number;
}

const seen = new Map<string, Seen>();
for (const [, name = '', value, , limit, ratio] of (await text(process.stdin)).matchAll(FIGURE)) {
  seen.set(name, { value: Number(value), limit: Number(limit), ratio: Number(ratio) });
}
let page = readFileSync(PAGE, 'utf8');
for (const chart of CHARTS) {
  const missing = Object.keys(chart.figures).filter((name) => !seen.has(name));
  if (missing.length > 0) console.log(`not drawn: "${chart.title}" wants ${missing.join(', ')}`);
  else page = withChart(page, chart);
}
writeFileSync(PAGE, page);

/** Between two lines of its own, which stay. */
function withChart(before: string, chart: Chart): string {
  const [begin, end] = [`<!-- chart: ${chart.command} -->`, '<!-- chart ends -->'];
  const from = before.indexOf(begin);
  const to = before.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`${PAGE} has no place for ${begin}`);
  return `${before.slice(0, from + begin.length)}\n\n${drawn(chart)}\n\n${before.slice(to)}`;
}

/** Bars are what was seen, the line is the limit. */
function drawn({ title, command, of, unit, figures }: Chart): string {
  const found = Object.keys(figures).map((name) => seen.get(name) ?? { value: 0, limit: 0, ratio: 0 });
  const limits = found.map(({ limit }) => (of === 'ratio' ? 1 : limit));
  return [
    `\`npm run bench -- ${command}\``,
    '',
    '```mermaid',
    'xychart-beta',
    `  title "${title}"`,
    `  x-axis [${Object.values(figures)
      .map((name) => `"${name}"`)
      .join(', ')}]`,
    `  y-axis "${unit}" 0 --> ${Math.ceil(Math.max(...limits, ...found.map((figure) => figure[of])) * 1.1)}`,
    `  bar [${found.map((figure) => figure[of]).join(', ')}]`,
    `  line [${limits.join(', ')}]`,
    '```',
  ].join('\n');
}
