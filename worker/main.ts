/** The worker's process: one environment, one worker, an end by SIGTERM or when an operator drains it. */
import './quickKeys.ts';
import { setFlagsFromString } from 'node:v8';
import { readConfig } from './config.ts';
import { openContext } from './context.ts';
import { serveHealth } from './health.ts';
import { sweepScratch } from './scratch.ts';
import { silenceConsole } from './whatsapp/quiet.ts';
import { Worker } from './worker.ts';

silenceConsole();
// A small Buffer keeps the whole pool that it was cut from. Sessions keep dozens, each from a pool of another moment: with
// Node's 64 KB they would hold more air than keys.
Buffer.poolSize = 8 * 1024;
// V8 lets a heap of this size double or more before it looks what is garbage, and a restore leaves much of it. Looking more
// often than this costs more processor for each message than the memory is worth.
setFlagsFromString('--heap-growing-percent=50');
const config = readConfig(process.env);
const context = openContext(config);
let stopping: Promise<void> | undefined;
const stop = () => {
  stopping ??= worker.stop();
};
const worker = new Worker(context, stop);
const health = serveHealth(worker, config.HEALTH_PORT);
sweepScratch().catch((error: unknown) => context.log.warn({ error: String(error) }, 'old files were not swept'));

// Baileys has handlers that nobody awaits: when a socket closes under one, its rejection is nobody's. It must not end
// the sessions of everybody else.
process.on('unhandledRejection', (error) =>
  context.log.warn({ error: String(error) }, 'a rejection that nobody awaits'),
);

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);

const leaseHeld = await worker.run();
if (!leaseHeld) {
  context.log.fatal({ worker: worker.id }, 'the lease is lost: nothing more may leave');
  process.exit(1);
}
await stopping;
health.close();
process.exit(0);
