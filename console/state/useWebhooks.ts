import { useCallback, useEffect, useState } from 'react';
import { KeeplineClientError } from '../../client/index.ts';
import type { Webhook } from '../../core/model/webhooks.ts';
import { useKeepline } from './useKeepline.ts';

/** How often a page that is looked at asks anew, in milliseconds: only pauses are told live. */
const EVERY = 10_000;

export interface Webhooks {
  /** Newest first; undefined until the first answer. */
  webhooks: Webhook[] | undefined;
  error: KeeplineClientError | undefined;
  reload: () => void;
}

/** The tenant's webhooks; there are never more than one page of them. */
export function useWebhooks(): Webhooks {
  const { http, live } = useKeepline();
  const [webhooks, setWebhooks] = useState<Webhook[]>();
  const [error, setError] = useState<KeeplineClientError>();
  const load = useCallback(async () => {
    try {
      setWebhooks((await http.listWebhooks({ limit: 100 })).webhooks);
      setError(undefined);
    } catch (failure) {
      if (failure instanceof KeeplineClientError) setError(failure);
    }
  }, [http]);
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible') void load();
    };
    look();
    const timer = setInterval(look, EVERY);
    const leave = live.subscribeAll({ webhookPaused: look });
    return () => {
      clearInterval(timer);
      leave();
    };
  }, [live, load]);
  return { webhooks, error, reload: () => void load() };
}
