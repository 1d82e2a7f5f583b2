import { useCallback, useEffect, useState } from 'react';
import { KeeplineClientError } from '../../client/index.ts';
import type { ApiKey } from '../../core/model/apiKeys.ts';
import { useKeepline } from './useKeepline.ts';

/** The tenant's keys, newest first; undefined until the first answer. */
export function useApiKeys(): {
  keys: ApiKey[] | undefined;
  error: KeeplineClientError | undefined;
  reload: () => void;
} {
  const { http } = useKeepline();
  const [keys, setKeys] = useState<ApiKey[]>();
  const [error, setError] = useState<KeeplineClientError>();
  const load = useCallback(async () => {
    try {
      setKeys((await http.listApiKeys()).apiKeys);
      setError(undefined);
    } catch (failure) {
      if (failure instanceof KeeplineClientError) setError(failure);
    }
  }, [http]);
  useEffect(() => {
    const look = () => void load();
    look();
  }, [load]);
  return { keys, error, reload: () => void load() };
}
