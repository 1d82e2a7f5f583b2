/** `npm start`: the whole system on this machine, until Ctrl-C. */
import { LocalError } from './localError.ts';
import { startOptions } from './options.ts';
import { type LocalStack, startLocal } from './stack.ts';

async function main(): Promise<void> {
  const options = startOptions(process.argv.slice(2));
  if (!options) return;
  const since = performance.now();
  const seconds = () => `${((performance.now() - since) / 1000).toFixed(1)} s`;
  const onProgress = (text: string) => console.log(`${seconds().padStart(7)}  ${text}`);

  const asked = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      asked.resolve();
      // The second time: now. Our processes end with us.
      process.on(signal, () => process.exit(130));
    });
  }

  const stack = await startLocal({ ...options, onProgress });
  console.log(welcome(stack, options.stateDir, seconds()));
  await asked.promise;
  console.log('\nStopping: the workers hand over, then everything ends. Ctrl-C again ends it at once.');
  await stack.stop();
}

function welcome({ endpoints }: LocalStack, stateDir: string, took: string): string {
  const state = stateDir === '.keepline' ? '' : ` --state ${stateDir}`;
  return `
Keepline is up after ${took}. Ctrl-C stops it; its state stays in ${stateDir}.

  Console    ${endpoints.console}    sign in as admin or member, without a password
  API        ${endpoints.api}
  WebSocket  ${endpoints.websocket}?token=…
${endpoints.simulator ? `  WhatsApp   ${endpoints.simulator}    simulated; the console shows its phones\n` : ''}
  A token    npm run -s token -- member${state}
  Try        curl -H "authorization: Bearer $(npm run -s token -- member${state})" ${endpoints.api}/api/sessions
`;
}

try {
  await main();
  process.exit(0);
} catch (error) {
  console.error(error instanceof LocalError ? error.message : error);
  process.exit(1);
}
