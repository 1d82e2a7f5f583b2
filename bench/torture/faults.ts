import { setTimeout as sleep } from 'node:timers/promises';
import { callControl } from '../../test/simulator/controlClient.ts';
import type { Disturber } from './disturber.ts';
import type { Run } from './run.ts';
import type { Fault } from './schedule.ts';

/** A call that hangs at a fault's end does so until its caller gives up. */
const GIVEN_UP_MS = 2_000;

/** Makes a fault happen; resolves when it is over. @returns what was hit */
export async function playFault(run: Run, disturber: Disturber, fault: Fault): Promise<string> {
  const { kind, seconds } = fault;
  const { world, sessions } = run;
  const session = sessions[fault.session];
  const atWhatsApp = async (number: string | undefined) => {
    const what = kind === 'dropAll' ? 'drop' : kind;
    const body = { number, kind: what, ...(seconds > 0 && { seconds }) };
    await callControl(world.simulator, 'POST /faults', body);
    await sleep(seconds * 1000);
    return number === 'all' ? 'all sessions' : `session ${session?.watched.id}`;
  };
  switch (kind) {
    case 'kill':
    case 'term':
    case 'stop':
      return signalWorker(run, fault);
    case 'dropAll':
      return atWhatsApp('all');
    case 'drop':
    case 'silence':
    case '503':
    case '515':
      return atWhatsApp(session?.owner.number);
    case 'gone':
      return loseClient(run, disturber);
    default:
      disturber.start(kind, seconds);
      await sleep(seconds * 1000 + GIVEN_UP_MS);
      return 'AWS';
  }
}

const SIGNALS = { kill: 'SIGKILL', term: 'SIGTERM', stop: 'SIGSTOP' } as const;

async function signalWorker({ world }: Run, { kind, worker: index, seconds }: Fault): Promise<string> {
  const worker = world.stack.workers[index];
  const pid = worker?.pid;
  worker?.kill(SIGNALS[kind as keyof typeof SIGNALS]);
  if (kind === 'stop' && pid !== undefined) {
    await sleep(seconds * 1000);
    // Another fault may have killed it meanwhile.
    if (worker?.pid === pid) worker.kill('SIGCONT');
  }
  return `worker-${index + 1} (pid ${pid})`;
}

/** A client's connection ends; the worker learns it from its next push. */
async function loseClient({ world }: Run, disturber: Disturber): Promise<string> {
  const id = disturber.loseConnection();
  if (id === undefined) return 'no connection';
  const endpoint = world.stack.aws['WEBSOCKET_ENDPOINT'];
  const headers = { authorization: 'AWS4-HMAC-SHA256 local' };
  await fetch(`${endpoint}/@connections/${encodeURIComponent(id)}`, { method: 'DELETE', headers });
  return `connection ${id}`;
}
