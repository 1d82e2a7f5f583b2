import type { Http } from '../../client/index.ts';
import type { AuditEntry } from '../../core/model/audit.ts';
import { TenantId } from '../../core/model/ids.ts';
import type { SessionEvent } from '../../core/model/events.ts';
import type { SessionDetails } from '../../core/model/operator.ts';
import type { Delivery } from '../../core/model/webhooks.ts';
import { type Moment, named } from './moment.ts';

const PAGE = 100;
/** Of one list. */
const MOST_PAGES = 50;

/** What the API knows of a session, as an operator sees it: never what was said. */
export async function momentsFromApi(http: Http, { session, timeline }: SessionDetails): Promise<Moment[]> {
  const { id } = session;
  const tenant = TenantId.parse(session.tenant);
  const [events, audited, deliveries] = await Promise.all([
    eventsOf(http, id),
    all(
      (cursor) => http.listAudit({ sessionId: id, tenant, limit: PAGE, cursor }),
      ({ entries }) => entries,
    ),
    deliveriesOf(http, id),
  ]);
  // The time line goes further back than the events.
  const told = new Set(events.map(({ timestamp }) => timestamp));
  return [
    ...timeline.filter(({ at }) => !told.has(at)).map(ofState),
    ...audited.map(ofAudit),
    ...events.map(ofEvent),
    ...deliveries.map(ofDelivery),
  ];
}

async function eventsOf(http: Http, id: string): Promise<SessionEvent[]> {
  const found: SessionEvent[] = [];
  let after: number | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { events, complete } = await http.listEvents(id, { after, limit: PAGE });
    found.push(...events.filter((event): event is SessionEvent => event.type !== 'unknown'));
    after = events.at(-1)?.seq;
    if (complete || after === undefined) break;
  }
  return found;
}

async function deliveriesOf(http: Http, id: string): Promise<(Delivery & { webhookId: string })[]> {
  const webhooks = await all(
    (cursor) => http.listWebhooks({ limit: PAGE, cursor }),
    (page) => page.webhooks,
  );
  const logs = await Promise.all(
    webhooks.map(async ({ id: webhookId }) => {
      const log = await all(
        (cursor) => http.listDeliveries(webhookId, { limit: PAGE, cursor }),
        (p) => p.deliveries,
      );
      return log.filter(({ sessionId }) => sessionId === id).map((delivery) => ({ webhookId, ...delivery }));
    }),
  );
  return logs.flat();
}

async function all<P extends { cursor?: string | undefined }, T>(
  read: (cursor: string | undefined) => Promise<P>,
  items: (page: P) => T[],
): Promise<T[]> {
  const found: T[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page = await read(cursor);
    found.push(...items(page));
    cursor = page.cursor;
    if (cursor === undefined) break;
  }
  return found;
}

const ofState = ({ at, ...state }: SessionDetails['timeline'][number]): Moment => ({
  at,
  where: 'state',
  what: named(state, ['status', 'reason', 'attempt']),
});

const ofAudit = ({ at, actor, correlationId, ...entry }: AuditEntry): Moment => ({
  at,
  where: 'audit',
  what: `${entry.action} ${named({ ...entry, by: actor.subject }, ['outcome', 'error', 'by', 'via', 'requestId'])}`,
  correlationId,
});

function ofEvent(event: SessionEvent): Moment {
  const { type, seq, timestamp: at, correlationId } = event;
  const of = 'message' in event ? { messageId: event.message.id } : event;
  const ids = named({ ...of, seq }, [
    'status',
    'reason',
    'attempt',
    'messageId',
    'operationId',
    'kind',
    'state',
    'seq',
  ]);
  return { at, where: 'event', what: `${type} ${ids}`, correlationId };
}

const ofDelivery = (delivery: Delivery & { webhookId: string }): Moment => ({
  at: delivery.lastAttemptAt,
  where: 'delivery',
  what: `${delivery.type} ${named(delivery, ['seq', 'webhookId', 'state', 'attempts', 'httpStatus', 'error', 'latencyMs'])}`,
  correlationId: delivery.correlationId,
});
