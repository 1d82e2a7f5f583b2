import type { Http } from '../../client/index.ts';
import type { Session } from '../../core/model/session.ts';

/** What can be done with many sessions. `run` gives how the session is after it; undefined: it is gone. */
export const BULK_ACTIONS = {
  start: { label: 'Start', run: (http: Http, id: string) => http.startSession(id) },
  stop: { label: 'Stop', run: (http: Http, id: string) => http.stopSession(id) },
  reconnect: { label: 'Reconnect', run: (http: Http, id: string) => http.reconnectSession(id) },
  delete: { label: 'Delete', run: (http: Http, id: string) => http.deleteSession(id).then(() => undefined) },
} as const satisfies Record<string, { label: string; run: (http: Http, id: string) => Promise<Session | undefined> }>;
export type BulkAction = keyof typeof BULK_ACTIONS;
