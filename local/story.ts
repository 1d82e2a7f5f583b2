/** `npm run -s story -- SESSION_ID`: what happened to a session, in order, from the API and the logs. */
import { existsSync, globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createHttp, type Http, KeeplineClientError } from '../client/index.ts';
import { SessionId } from '../core/model/ids.ts';
import { signToken } from './identity/token.ts';
import { LocalError } from './localError.ts';
import { DEFAULT_STATE } from './options.ts';
import { type Sources, tellStory } from './story/tell.ts';

const USAGE = `npm run -s story -- SESSION_ID [--state DIR] [--api URL] [--log FILE]...

  --state DIR    of the system on this machine; its API and its logs are read (default ${DEFAULT_STATE})
  --api URL      a deployed API instead, with an operator's token in KEEPLINE_TOKEN
  --log FILE     lines of a log, as JSON; again for more`;

async function main(): Promise<void> {
  const { values, positionals } = parse();
  const id = SessionId.safeParse(positionals[0]);
  if (!id.success || positionals.length > 1) throw new LocalError(`Which session?\n\n${USAGE}`);
  const { state, api, log: given } = values;
  const logs = api === undefined ? [...given, ...globSync(join(state, 'logs/*.log'))] : given;
  for (const line of await tellStory(id.data, { api: await ask(id.data, state, api), logs })) console.log(line);
}

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        state: { type: 'string', default: DEFAULT_STATE },
        api: { type: 'string' },
        log: { type: 'string', multiple: true, default: [] },
      },
    });
  } catch (error) {
    throw new LocalError(`${(error as Error).message}\n\n${USAGE}`, { cause: error });
  }
}

/** Without an answer of the API's the logs have to do. */
async function ask(id: SessionId, state: string, api: string | undefined): Promise<Sources['api']> {
  const operator = api === undefined ? await localOperator(state) : deployedOperator(api);
  if (!operator) return only(`no system is up on the state in ${state}`);
  try {
    const details = await operator().getDetails(id);
    return { http: operator(details.session.tenant), details };
  } catch (error) {
    if (error instanceof KeeplineClientError && error.code === 'session_not_found') return only('it is erased');
    throw error;
  }
}

function only(why: string): undefined {
  console.error(`Only what logs say: ${why}.`);
}

/** Somebody who may see everything; of the session's own tenant, so that its webhooks are listed. */
type Operator = (tenant?: string) => Http;

async function localOperator(state: string): Promise<Operator | undefined> {
  const endpoints = join(state, 'endpoints.json');
  if (!existsSync(endpoints)) return undefined;
  const { api } = JSON.parse(await readFile(endpoints, 'utf8')) as { api: string };
  return (tenant) => createHttp({ api, token: async () => signToken(state, 'admin', tenant) });
}

function deployedOperator(api: string): Operator {
  const token = process.env['KEEPLINE_TOKEN'];
  if (token === undefined) throw new LocalError('--api needs an operator’s access token in KEEPLINE_TOKEN.');
  return () => createHttp({ api, token: async () => token });
}

try {
  await main();
} catch (error) {
  console.error(error instanceof LocalError || error instanceof KeeplineClientError ? error.message : error);
  process.exitCode = 1;
}
