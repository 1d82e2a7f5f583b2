import { parseArgs } from 'node:util';
import { startSimulator } from './start.ts';

const { values } = parseArgs({ options: { port: { type: 'string', default: '8090' }, state: { type: 'string' } } });
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  console.error(`--port takes a number from 0 to 65535, not "${values.port}"`);
  process.exit(2);
}
const simulator = await startSimulator({ port, ...(values.state === undefined ? {} : { stateDir: values.state }) });
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void simulator.close().then(() => process.exit(0)));
console.log(`simulator listening on ${simulator.url}`);
