import type { Invoke } from '../gateway/invoke.ts';
import { LocalError } from '../localError.ts';
import type { Logs } from '../state/logs.ts';
import type { FunctionSpec } from '../template/blueprint.ts';
import { startFunction } from './start.ts';

/** Starts every function; `loaded` resolves when each has loaded or failed to. */
export function startFunctions(
  stack: AsyncDisposableStack,
  specs: FunctionSpec[],
  aws: Record<string, string>,
  logs: Logs,
  onProgress: (text: string) => void,
): { invoke: Invoke; loaded: Promise<unknown> } {
  const functions = new Map(
    specs.map((spec) => {
      const environment = { ...aws, ...spec.environment };
      return [spec.name, stack.use(startFunction(spec, environment, logs, onProgress))];
    }),
  );
  return {
    loaded: Promise.allSettled(Array.from(functions.values(), ({ loaded }) => loaded)),
    invoke(name, event, withinMs) {
      const called = functions.get(name);
      if (!called) throw new LocalError(`There is no function ${name}.`);
      return called.invoke(event, withinMs);
    },
  };
}
