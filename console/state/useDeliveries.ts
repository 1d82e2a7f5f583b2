import { useCallback, useState } from 'react';
import type { KeeplineClientError } from '../../client/index.ts';
import type { Delivery, DeliveryState } from '../../core/model/webhooks.ts';
import { firstPages } from './firstPages.ts';
import { useKeepline } from './useKeepline.ts';
import { useLook } from './useLook.ts';

const EVERY = 5_000;

export interface Deliveries {
  /** Newest first; undefined until the first answer. */
  deliveries: Delivery[] | undefined;
  error: KeeplineClientError | undefined;
  more: (() => void) | undefined;
  reload: () => void;
}

/** A webhook's log, of one state or whole, as far as it was asked for. */
export function useDeliveries(webhookId: string, state: DeliveryState | undefined): Deliveries {
  const { http } = useKeepline();
  const [pages, setPages] = useState(1);
  const ask = useCallback(
    () => firstPages(pages, (cursor) => http.listDeliveries(webhookId, { state, cursor, limit: 25 })),
    [http, webhookId, state, pages],
  );
  const { found, error, reload } = useLook(ask, EVERY);
  return {
    deliveries: found?.pages.flatMap(({ deliveries }) => deliveries),
    error,
    more: found?.more ? () => setPages((count) => count + 1) : undefined,
    reload,
  };
}
