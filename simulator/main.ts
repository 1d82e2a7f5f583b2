import { parseArgs } from 'node:util';
import { startSimulator } from './start.ts';

const USAGE = `npm run simulator -- [--port P] [--state DIR]

  --port P     0 takes a free one (default 8090)
  --state DIR  where everything is kept; without it nothing outlives the process`;

function refuse(words: string): never {
  console.error(words);
  process.exit(2);
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string', default: '8090' },
        state: { type: 'string' },
        help: { type: 'boolean', default: false, short: 'h' },
      },
    }).values;
  } catch (error) {
    return refuse(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}

const { port: wanted, state, help } = readOptions();
if (help) {
  console.log(USAGE);
  process.exit(0);
}
const port = Number(wanted);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  refuse(`--port takes a number from 0 to 65535, not "${wanted}"`);
}
const simulator = await startSimulator({ port, ...(state === undefined ? {} : { stateDir: state }) }).catch(
  (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    return refuse(`Port ${port} is taken. Stop what listens there, or take another: --port 0 finds a free one.`);
  },
);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void simulator.close().then(() => process.exit(0)));
console.log(`simulator listening on ${simulator.url}`);
