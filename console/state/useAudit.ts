import { useCallback, useEffect, useState } from 'react';
import { KeeplineClientError } from '../../client/index.ts';
import type { AuditEntry, AuditOutcome } from '../../core/model/audit.ts';
import { useKeepline } from './useKeepline.ts';

export interface AuditFilter {
  outcome?: AuditOutcome;
  action?: string;
  actor?: string;
}

/** The audit log as far as it was asked for, newest first; undefined until the first answer. */
export function useAudit(filter: AuditFilter) {
  const { http } = useKeepline();
  const { outcome, action, actor } = filter;
  const [shown, setShown] = useState<{ entries: AuditEntry[]; cursor: string | undefined }>();
  const [error, setError] = useState<KeeplineClientError>();
  const [busy, setBusy] = useState(false);
  const load = useCallback(
    async (after?: { entries: AuditEntry[]; cursor: string | undefined }, signal?: AbortSignal) => {
      setBusy(true);
      try {
        const page = await http.listAudit({
          limit: 50,
          outcome,
          action,
          actor,
          cursor: after?.cursor,
          ...(signal && { signal }),
        });
        setShown({ entries: [...(after?.entries ?? []), ...page.entries], cursor: page.cursor });
        setError(undefined);
      } catch (failure) {
        if (failure instanceof KeeplineClientError) setError(failure);
      } finally {
        setBusy(false);
      }
    },
    [http, outcome, action, actor],
  );
  useEffect(() => {
    const changed = new AbortController();
    // An answer to an older wish must not take the place of a newer one.
    const look = () => void load(undefined, changed.signal);
    look();
    return () => changed.abort();
  }, [load]);
  return {
    entries: shown?.entries,
    hasMore: shown?.cursor !== undefined,
    busy,
    error,
    reload: () => void load(),
    more: () => void load(shown),
  };
}
