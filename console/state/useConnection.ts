import { useSyncExternalStore } from 'react';
import type { ConnectionState } from '../../client/index.ts';
import { useKeepline } from './useKeepline.ts';

export function useConnection(): ConnectionState {
  const { live } = useKeepline();
  return useSyncExternalStore(
    (changed) => live.observe(changed),
    () => live.state,
  );
}
