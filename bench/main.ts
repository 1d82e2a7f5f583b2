/** `npm run bench`: a table of what was seen, then one line a figure. `-- NAME NAME` runs some of them. */
import { parseArgs } from 'node:util';
import { type Figure, printFigure } from './figures.ts';

interface Bench {
  about: string;
  run: () => Promise<Figure[]>;
}

/** Each is loaded when it is run: what one needs is no part of another's memory. */
const BENCHES: Record<string, Bench> = {
  'request-to-qr': {
    about: 'create_session to the first QR code at the client, with the AWS calls on the way',
    run: async () => (await import('./requestToQr.ts')).requestToQr(),
  },
  sends: {
    about: 'texts a second from the outbox to the phone on 1, 20 and 50 sessions, CPU a text, accepted a second',
    run: async () => (await import('./sends.ts')).sends(),
  },
  'slow-store': {
    about: 'texts a second of one session with 5 ms more in each call of the store, beside the usual',
    run: async () => (await import('./slowStore.ts')).slowStore(),
  },
  receives: {
    about: 'texts a second of a backlog, CPU a text, and from a text on the wire to the event at a client',
    run: async () => (await import('./receives.ts')).receives(),
  },
  calls: {
    about: 'AWS calls of the worker for a text that is sent, and for one that is received',
    run: async () => (await import('./calls.ts')).calls(),
  },
  'scan-to-ready': {
    about: 'from the scan of a code to a session that is ready',
    run: async () => (await import('./scanToReady.ts')).scanToReady(),
  },
  idle: {
    about: 'what 100 idle sessions take of the processor',
    run: async () => (await import('./idle.ts')).idle(),
  },
  memory: {
    about: 'memory of 100 and 500 idle sessions in one process',
    run: async () => (await import('./memory.ts')).memory(),
  },
  'memory-restarted': {
    about: 'memory of 100 sessions that a worker took over after a restart',
    run: async () => (await import('./memory.ts')).memoryRestarted(),
  },
  cold: {
    about: 'what the functions’ cold starts load and take of the processor, beside an empty function',
    run: async () => (await import('./cold/cold.ts')).cold(),
  },
  reconnect: {
    about: 'from the loss of one connection to the next login',
    run: async () => (await import('./reconnect.ts')).reconnect(),
  },
  growth: {
    about: 'what a session costs at 10 to 500 of them: processor, memory, calls and units of the store, a send',
    run: async () => (await import('./growth.ts')).growth(),
  },
  gaps: {
    about: 'time without a connection when a worker is killed, and when it is told to stop',
    run: async () => (await import('./gaps.ts')).gaps(),
  },
  units: {
    about: 'DynamoDB units of a pairing, a sent and a received message, by call',
    run: async () => (await import('./units/units.ts')).units(),
  },
};

const USAGE = `npm run bench -- [NAME ...]

${Object.entries(BENCHES)
  .map(([name, { about }]) => `  ${name.padEnd(16)} ${about}`)
  .join('\n')}`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { help: { type: 'boolean', short: 'h', default: false } },
});
const unknown = positionals.filter((name) => !(name in BENCHES));
if (values.help || unknown.length > 0) {
  if (unknown.length > 0) console.error(`There is no ${unknown.join(', ')}.\n`);
  console.log(USAGE);
  process.exit(unknown.length > 0 ? 2 : 0);
}

const figures: Figure[] = [];
for (const [name, { run }] of Object.entries(BENCHES)) {
  if (positionals.length === 0 || positionals.includes(name)) figures.push(...(await run()));
}
for (const figure of figures) printFigure(figure);
