import { useCallback } from 'react';
import type { ApiKey } from '../../core/model/apiKeys.ts';
import { useKeepline } from './useKeepline.ts';
import { type Look, useLook } from './useLook.ts';

/** When a key was last used is no news. */
const EVERY = 60_000;

/** The tenant's keys, newest first. */
export function useApiKeys(): Look<ApiKey[]> {
  const { http } = useKeepline();
  return useLook(
    useCallback(async () => (await http.listApiKeys()).apiKeys, [http]),
    EVERY,
  );
}
