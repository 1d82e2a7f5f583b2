import { parseArgs } from 'node:util';
import { LocalError } from './localError.ts';
import { PORTS_USED } from './ports.ts';

export const DEFAULT_STATE = '.keepline';
const DEFAULT_PORT = 8080;

const USAGE = `npm start -- [--port P] [--state DIR] [--workers N] [--whatsapp simulator|real|ws://HOST:PORT/PATH]

  --port P       the first of ${PORTS_USED} ports; 0 takes free ones (default ${DEFAULT_PORT})
  --state DIR    where everything is kept (default ${DEFAULT_STATE})
  --workers N    how many worker processes (default 1)
  --whatsapp W   simulator (default); real, to link a real phone; or the address of another server`;

export interface StartOptions {
  port: number;
  stateDir: string;
  workers: number;
  whatsapp: string;
}

/** The command line of `npm start`; undefined when help was asked for and given. */
export function startOptions(args: string[]): StartOptions | undefined {
  const values = parse(args);
  if (values.help) {
    console.log(USAGE);
    return undefined;
  }
  const whatsapp = values.whatsapp;
  if (!['simulator', 'real'].includes(whatsapp) && !/^wss?:\/\/./.test(whatsapp)) {
    throw new LocalError(`--whatsapp is "simulator", "real" or an address that begins with ws://, not "${whatsapp}".`);
  }
  return {
    port: wholeNumber('--port', values.port, 0, 65_535 - PORTS_USED),
    stateDir: values.state,
    workers: wholeNumber('--workers', values.workers, 0, 32),
    whatsapp,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: 'string', default: String(DEFAULT_PORT) },
        state: { type: 'string', default: DEFAULT_STATE },
        workers: { type: 'string', default: '1' },
        whatsapp: { type: 'string', default: 'simulator' },
        help: { type: 'boolean', default: false, short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new LocalError(`${(error as Error).message}\n\n${USAGE}`, { cause: error });
  }
}

function wholeNumber(flag: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new LocalError(`${flag} is a whole number from ${least} to ${most}, not "${text}".`);
}
