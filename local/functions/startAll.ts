import type { Invoke } from '../gateway/invoke.ts';
import { LocalError } from '../localError.ts';
import type { Logs } from '../state/logs.ts';
import type { FunctionSpec } from '../template/blueprint.ts';
import { startFunction } from './start.ts';

export interface Functions {
  invoke: Invoke;
  loaded: Promise<unknown>;
  /** Calls a function, by its source file, as a schedule does. */
  call: (entry: string, event: unknown) => Promise<unknown>;
  /** Ends the process of a function, by its source file, as a crash does. */
  kill: (entry: string) => void;
}

/** Starts every function; `loaded` resolves when each has loaded or failed to. */
export function startFunctions(
  stack: AsyncDisposableStack,
  specs: FunctionSpec[],
  aws: Record<string, string>,
  logs: Logs,
  onProgress: (text: string) => void,
): Functions {
  const functions = new Map(
    specs.map((spec) => {
      const environment = { ...aws, ...spec.environment };
      return [spec.name, stack.use(startFunction(spec, environment, logs, onProgress))];
    }),
  );
  return {
    loaded: Promise.allSettled(Array.from(functions.values(), ({ loaded }) => loaded)),
    async call(entry, event) {
      const spec = specs.find((one) => one.entry === entry);
      return functions.get(spec?.name ?? '')?.invoke(event, Infinity);
    },
    kill(entry) {
      for (const { name } of specs.filter((spec) => spec.entry === entry)) functions.get(name)?.kill();
    },
    invoke(name, event, withinMs) {
      const called = functions.get(name);
      if (!called) throw new LocalError(`There is no function ${name}.`);
      return called.invoke(event, withinMs);
    },
  };
}
