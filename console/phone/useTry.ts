import { useState } from 'react';

/** Does one thing at a time; `error` is why the last one failed. */
export function useTry() {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const attempt = async (action: () => Promise<unknown>) => {
    setBusy(true);
    setError(undefined);
    try {
      await action();
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : 'The simulator did not answer.');
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, attempt };
}
