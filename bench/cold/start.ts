/**
 * A fresh process: loads a bundle and makes one call, as Lambda does. Prints the processor's milliseconds for both, without
 * Node's own start: on a machine that others use, the clock's would be theirs too. Usage: start.ts BUNDLE EVENT
 */
import { pathToFileURL } from 'node:url';

const [bundle = '', event = ''] = process.argv.slice(2);
const from = process.cpuUsage();
const { handler } = (await import(pathToFileURL(bundle).href)) as {
  handler: (event: unknown, context: unknown) => Promise<unknown>;
};
// What an event is refused for is an answer, too.
await handler(JSON.parse(event), { awsRequestId: 'cold', getRemainingTimeInMillis: () => 10_000 }).catch(
  () => undefined,
);
const { user, system } = process.cpuUsage(from);
console.log(`cold ${(user + system) / 1000}`);
process.exit();
