/** `npm run -s token -- admin|member [--tenant NAME] [--state DIR]`: prints an access token, and only that, on stdout. */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { issuerFile, signToken } from './identity/token.ts';
import { isUser, USERS } from './identity/users.ts';
import { LocalError } from './localError.ts';
import { DEFAULT_STATE } from './options.ts';

const USAGE = `npm run -s token -- ${Object.keys(USERS).join('|')} [--tenant NAME] [--state DIR]`;

async function main(): Promise<void> {
  const { values, positionals } = parse();
  const [user] = positionals;
  if (!isUser(user) || positionals.length > 1) throw new LocalError(`Whose token? ${USAGE}`);
  if (!existsSync(issuerFile(values.state))) {
    throw new LocalError(
      `There is no state in ${values.state} yet: run npm start first, or name its folder with --state DIR.`,
    );
  }
  console.log(await signToken(values.state, user, values.tenant));
}

function parse() {
  try {
    const state = { type: 'string', default: DEFAULT_STATE } as const;
    return parseArgs({ allowPositionals: true, options: { tenant: { type: 'string' }, state } });
  } catch (error) {
    throw new LocalError(`${(error as Error).message}\n${USAGE}`, { cause: error });
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof LocalError ? error.message : error);
  process.exitCode = 1;
}
