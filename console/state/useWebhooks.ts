import { useCallback, useEffect } from 'react';
import type { Webhook } from '../../core/model/webhooks.ts';
import { useKeepline } from './useKeepline.ts';
import { type Look, useLook } from './useLook.ts';

/** How often a page that is looked at asks anew, in milliseconds: only pauses are told live. */
const EVERY = 10_000;

/** The tenant's webhooks, newest first; there are never more than one page of them. */
export function useWebhooks(): Look<Webhook[]> {
  const { http, live } = useKeepline();
  const ask = useCallback(async () => (await http.listWebhooks({ limit: 100 })).webhooks, [http]);
  const look = useLook(ask, EVERY);
  const { reload } = look;
  useEffect(() => live.subscribeAll({ webhookPaused: reload }), [live, reload]);
  return look;
}
