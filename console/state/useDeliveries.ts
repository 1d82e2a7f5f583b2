import { useCallback, useEffect, useState } from 'react';
import { KeeplineClientError } from '../../client/index.ts';
import type { Delivery, DeliveryState } from '../../core/model/webhooks.ts';
import { useKeepline } from './useKeepline.ts';

const EVERY = 5_000;

export interface Deliveries {
  /** Newest first; undefined until the first answer. */
  deliveries: Delivery[] | undefined;
  error: KeeplineClientError | undefined;
  more: (() => void) | undefined;
  reload: () => void;
}

/** A webhook's log, of one state or whole. It is kept up to date until further pages are asked for. */
export function useDeliveries(webhookId: string, state: DeliveryState | undefined): Deliveries {
  const { http } = useKeepline();
  const [deliveries, setDeliveries] = useState<Delivery[]>();
  const [cursor, setCursor] = useState<string>();
  /** The filter under which further pages were asked for. */
  const [pagedUnder, setPagedUnder] = useState<string>();
  const [error, setError] = useState<KeeplineClientError>();
  const load = useCallback(
    async (from?: string) => {
      try {
        const page = await http.listDeliveries(webhookId, { state, cursor: from, limit: 25 });
        setDeliveries((known = []) => (from ? [...known, ...page.deliveries] : page.deliveries));
        setCursor(page.cursor);
        setError(undefined);
      } catch (failure) {
        if (failure instanceof KeeplineClientError) setError(failure);
      }
    },
    [http, webhookId, state],
  );
  const filter = state ?? 'all';
  const paged = pagedUnder === filter;
  useEffect(() => {
    if (paged) return undefined;
    const look = () => void load();
    look();
    const timer = setInterval(look, EVERY);
    return () => clearInterval(timer);
  }, [load, paged]);
  const more = () => {
    setPagedUnder(filter);
    void load(cursor);
  };
  return { deliveries, error, more: cursor ? more : undefined, reload: () => void load() };
}
