import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { endProcess, type Exit, startProcess, type Started } from '../process/start.ts';
import { ROOT } from '../state/cachedBuild.ts';
import type { Logs } from '../state/logs.ts';
import type { FunctionSpec } from '../template/blueprint.ts';
import type { Invocation, Outcome } from './protocol.ts';

/** The function threw, ended its process, or did not answer in time. Its text is for the terminal, never for callers. */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';
  readonly timedOut: boolean;

  constructor(message: string, timedOut = false) {
    super(message);
    this.timedOut = timedOut;
  }
}

export interface LocalFunction extends AsyncDisposable {
  /** What the handler answers. Waits no longer than `withinMs` and the function's own time-out. */
  invoke: (event: unknown, withinMs: number) => Promise<unknown>;
  /** Resolves when the entry is loaded, rejects when it cannot be. */
  loaded: Promise<void>;
  /** Ends its process as a crash does. */
  kill: () => void;
}

/** In Lambda a process that outlives its invocation is frozen; here it just ends. */
const GRACE_MS = 1000;

interface Instance extends Started {
  loaded: Promise<void>;
  waiting: Map<string, { resolve: (result: unknown) => void; reject: (error: FunctionError) => void }>;
}

/** A Lambda function in a process of its own, which is started now, and again by the next event after a crash. */
export function startFunction(
  spec: FunctionSpec,
  environment: Record<string, string>,
  logs: Logs,
  onError: (text: string) => void,
): LocalFunction {
  const logName = spec.entry.split('/').slice(0, 2).join('-');
  let instance: Instance | undefined;
  let stopped = false;

  function start(): Instance {
    const env = {
      ...environment,
      AWS_LAMBDA_FUNCTION_NAME: spec.name,
      AWS_ACCESS_KEY_ID: logName,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMb),
      TZ: ':UTC',
    };
    const started = startProcess('local/functions/runtime.ts', [join(ROOT, spec.file)], env);
    logs.keep(logName, started.child);
    const waiting: Instance['waiting'] = new Map();
    const { promise: loaded, resolve, reject } = Promise.withResolvers<void>();
    loaded.catch(() => undefined);
    started.child.on('message', (outcome: Outcome) => {
      if (outcome.type === 'loaded') return resolve();
      const caller = waiting.get(outcome.id);
      if (outcome.type === 'result') caller?.resolve(outcome.result);
      else caller?.reject(new FunctionError(outcome.error));
    });
    const next = { ...started, loaded, waiting };
    const onExit = ({ code, signal }: Exit): void => {
      if (instance === next) instance = undefined;
      const error = new FunctionError(`its process ended (${signal ?? code}); see the log ${logName}`);
      reject(error);
      for (const caller of waiting.values()) caller.reject(error);
    };
    void started.exited.then(onExit);
    return next;
  }

  async function invoke(event: unknown, withinMs: number): Promise<unknown> {
    if (stopped) throw new FunctionError('the local system is stopping');
    instance ??= start();
    const { child, waiting } = instance;
    const ms = Math.min(withinMs, spec.timeoutSeconds * 1000);
    const invocation: Invocation = { id: randomUUID(), event, deadline: Date.now() + ms };
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const timer = setTimeout(() => reject(new FunctionError(`no answer within ${ms} ms`, true)), ms);
    waiting.set(invocation.id, { resolve, reject });
    child.send(invocation, (error) => error && reject(new FunctionError(error.message)));
    try {
      return await promise;
    } catch (error) {
      onError(`${spec.entry}: ${(error as FunctionError).message}`);
      throw error;
    } finally {
      clearTimeout(timer);
      waiting.delete(invocation.id);
    }
  }

  instance = start();
  return {
    invoke,
    loaded: instance.loaded,
    kill: () => void instance?.child.kill('SIGKILL'),
    async [Symbol.asyncDispose]() {
      stopped = true;
      if (instance) await endProcess(instance, GRACE_MS);
    },
  };
}
