/**
 * A fresh process: loads a bundle and makes one call, as Lambda does. Prints the milliseconds of both, without Node's own
 * start. Usage: start.ts BUNDLE EVENT
 */
import { pathToFileURL } from 'node:url';

const [bundle = '', event = ''] = process.argv.slice(2);
const from = performance.now();
const { handler } = (await import(pathToFileURL(bundle).href)) as {
  handler: (event: unknown, context: unknown) => Promise<unknown>;
};
// What an event is refused for is an answer, too.
await handler(JSON.parse(event), { awsRequestId: 'cold', getRemainingTimeInMillis: () => 10_000 }).catch(
  () => undefined,
);
console.log(`cold ${performance.now() - from}`);
process.exit();
