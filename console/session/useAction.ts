import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { KeeplineClientError } from '../../client/index.ts';

/** Runs one thing at a time and says what failed. `run` gives whether it worked. */
export function useAction(): { busy: boolean; run: (what: string, action: () => Promise<void>) => Promise<boolean> } {
  const [busy, setBusy] = useState(false);
  const run = async (what: string, action: () => Promise<void>) => {
    setBusy(true);
    try {
      await action();
      return true;
    } catch (error) {
      if (!(error instanceof KeeplineClientError)) throw error;
      notifications.show({ color: 'red', title: `${what} did not work`, message: error.message });
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, run };
}
