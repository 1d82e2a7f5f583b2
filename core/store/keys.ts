/**
 * Every key of the table. Partition `S#…` is a session with all that belongs to it, `C#…` a WebSocket connection, `D#…` a device that was imported, `W` the
 * workers, `T` the tenants, `G` guests' sessions, `R` reports of upkeep, `F` what the whole fleet goes by, `T#…` a tenant, `U#…` what was done in a month, `H#…` what was delivered to a webhook.
 * Other files never spell a key.
 */
import {
  type ApiKeyId,
  type ConnectionId,
  type EventId,
  type MediaId,
  MessageId,
  type OperationId,
  SessionId,
  TenantId,
  type WebhookId,
  type WorkerId,
} from '../model/ids.ts';
import type { LeadId } from '../model/leads.ts';

const number = (n: number) => String(n).padStart(12, '0');
const partition = (id: SessionId) => `S#${id}`;

export const sessionKey = (id: SessionId) => ({ pk: partition(id), sk: 'session' });
export const checkpointKey = (id: SessionId) => ({ pk: partition(id), sk: 'checkpoint' });
/** A checkpoint that did not open, kept aside. */
export const damagedKey = (id: SessionId, n: number) => ({ pk: partition(id), sk: `damaged#${number(n)}` });
export const checkpointPartKey = (id: SessionId, n: number, part: number) => ({
  pk: partition(id),
  sk: `K#${number(n)}#${part}`,
});
export const dataKeyKey = (id: SessionId, generation: number) => ({
  pk: partition(id),
  sk: `key#${number(generation)}`,
});
export const dataKeysOf = (id: SessionId) => ({ pk: partition(id), skPrefix: 'key#' });
export const linkOfferKey = (id: SessionId, kind: 'qr' | 'code') => ({ pk: partition(id), sk: kind });

/** Which session has the device of these credentials, which somebody has brought. */
export const deviceKey = (device: string) => ({ pk: `D#${device}`, sk: 'device' });

/** Credentials on their way out of our hands, or into them. */
export const parcelKey = (id: SessionId, way: 'out' | 'in') => ({ pk: partition(id), sk: `parcel#${way}` });
export const parcelPartKey = (id: SessionId, way: 'out' | 'in', part: number) => ({
  pk: partition(id),
  sk: `parcel#${way}#${part}`,
});

/** Entry `n`; the condition that it does not exist is the fence. */
export const entryKey = (id: SessionId, n: number) => ({ pk: partition(id), sk: `J#${number(n)}` });
/** A part of an entry too large for one item; the epoch keeps two writers' parts apart. */
export const entryPartKey = (id: SessionId, n: number, epoch: number, part: number) => ({
  pk: partition(id),
  sk: `P#${number(n)}#${epoch}#${part}`,
});

/** What identifies a received message: WhatsApp's ids are only unique within chat and author. Own ids are ours alone. */
export interface MessageIdentity {
  id: MessageId;
  fromMe: boolean;
  chatId: string;
  participant?: string | undefined;
}
export const messageKey = (sessionId: SessionId, { id, fromMe, chatId, participant }: MessageIdentity) => ({
  pk: partition(sessionId),
  sk: `M#${id}#${fromMe ? 'me' : `${chatId}#${participant ?? ''}`}`,
});
/** The id that a message's key begins with. */
export const messageIdIn = (sk: string) => MessageId.parse(sk.split('#')[1]);
export const messagesNamed = (sessionId: SessionId, id: string) => ({ pk: partition(sessionId), skPrefix: `M#${id}#` });

export const operationKey = (id: SessionId, operationId: OperationId) => ({
  pk: partition(id),
  sk: `op#${operationId}`,
});

export const chatKey = (id: SessionId, chatId: string) => ({ pk: partition(id), sk: `chat#${chatId}` });
export const contactKey = (id: SessionId, jid: string) => ({ pk: partition(id), sk: `contact#${jid}` });
export const contactsOf = (id: SessionId) => ({ pk: partition(id), skPrefix: 'contact#' });
export const groupKey = (id: SessionId, groupId: string) => ({ pk: partition(id), sk: `group#${groupId}` });
export const groupsOf = (id: SessionId) => ({ pk: partition(id), skPrefix: 'group#' });
/** A group's members are an item of their own: they may be a thousand, and lists of groups do without. */
export const groupMembersKey = (id: SessionId, groupId: string) => ({ pk: partition(id), sk: `members#${groupId}` });
/** What is known of a phone number, in digits. */
export const numberKey = (id: SessionId, digits: string) => ({ pk: partition(id), sk: `number#${digits}` });
export const mediaKey = (sessionId: SessionId, id: MediaId) => ({ pk: partition(sessionId), sk: `media#${id}` });

/** What a connection can listen to: one session, or all of a tenant's. */
export type Topic = { sessionId: SessionId } | { tenant: TenantId };
const listened = (topic: Topic) => ('tenant' in topic ? `T#${topic.tenant}` : partition(topic.sessionId));

export const subscriptionKey = (topic: Topic, connectionId: ConnectionId) => ({
  pk: listened(topic),
  sk: `sub#${connectionId}`,
});
export const subscriptionsOf = (topic: Topic) => ({ pk: listened(topic), skPrefix: 'sub#' });

export const webhookKey = (tenant: TenantId, id: WebhookId) => ({ pk: `T#${tenant}`, sk: `hook#${id}` });
export const webhooksOf = (tenant: TenantId) => ({ pk: `T#${tenant}`, skPrefix: 'hook#' });
/** How far a session's journal has been delivered to a webhook. */
export const cursorKey = (sessionId: SessionId, id: WebhookId) => ({ pk: partition(sessionId), sk: `cursor#${id}` });
export const cursorsOf = (sessionId: SessionId) => ({ pk: partition(sessionId), skPrefix: 'cursor#' });
export const deliveryKey = (id: WebhookId, eventId: EventId) => ({ pk: `H#${id}`, sk: eventId });
export const deliveriesOf = (id: WebhookId) => `H#${id}`;
/** Those of a session's events, whose ids are made from its own. */
export const deliveriesAbout = (id: WebhookId, sessionId: SessionId) => ({
  pk: deliveriesOf(id),
  skPrefix: `evt_${sessionId.slice(4)}_`,
});
export const apiKeyKey = (id: ApiKeyId) => ({ pk: `A#${id}`, sk: 'key' });
/** One of the sessions that guests of an address may have at a time. */
export const guestSlotKey = (network: string, slot: number) => ({ pk: `G#${network}`, sk: `slot#${slot}` });
/** The sessions of guests, whose tenants nobody has a list of. */
export const GUESTS = 'G';
export const guestSessionKey = (id: SessionId) => ({ pk: GUESTS, sk: id });
/** Leads from a tenant to its key. */
export const tenantApiKeyKey = (tenant: TenantId, id: ApiKeyId) => ({ pk: `T#${tenant}`, sk: `apikey#${id}` });
export const tenantApiKeys = (tenant: TenantId) => ({ pk: `T#${tenant}`, skPrefix: 'apikey#' });
/** The connections that a key has opened. */
export const apiKeyConnectionKey = (id: ApiKeyId, connectionId: ConnectionId) => ({
  pk: `A#${id}`,
  sk: `C#${connectionId}`,
});
export const apiKeyConnections = (id: ApiKeyId) => ({ pk: `A#${id}`, skPrefix: 'C#' });
/** A tenant's audit log has a partition a month: one that has indexes holds 10 GB at most. `order` begins with the time. */
export const auditKey = (tenant: TenantId, order: string) => ({ pk: `U#${tenant}#${order.slice(0, 7)}`, sk: order });
export const auditOrder = (at: string, id: string) => `${at}#${id}`;
/** What was counted in one window of time. */
export const counterKey = (name: string) => ({ pk: `N#${name}`, sk: 'count' });
export const sessionSlotsKey = (tenant: TenantId) => ({ pk: `N#sessions#${tenant}`, sk: 'slots' });
export const ticketKey = (hash: string) => ({ pk: `X#${hash}`, sk: 'ticket' });

export const connectionKey = (id: ConnectionId) => ({ pk: `C#${id}`, sk: 'connection' });
export const connectionSubscriptionKey = (id: ConnectionId, topic: Topic) => ({
  pk: `C#${id}`,
  sk: `sub#${listened(topic)}`,
});
export const connectionSubscriptions = (id: ConnectionId) => ({ pk: `C#${id}`, skPrefix: 'sub#' });

export const settingsKey = (tenant: TenantId) => ({ pk: `T#${tenant}`, sk: 'settings' });
export const leadKey = (tenant: TenantId, id: LeadId) => ({ pk: `T#${tenant}`, sk: id });
/** Leads are in the index of time, by when they came. */
export const LEADS = 'lead#';
export const leadOrder = (createdAt: string, id: LeadId) => `${LEADS}${createdAt}#${id}`;

export const UPKEEP_KEY = (every: string) => ({ pk: 'F', sk: `upkeep#${every}` });
export const REPORTS = 'R';
export const reportKey = (at: string) => ({ pk: REPORTS, sk: at });

export const TENANTS = 'T';
export const tenantKey = (tenant: TenantId) => ({ pk: TENANTS, sk: tenant });

export const WORKERS = 'W';
export const workerKey = (id: WorkerId) => ({ pk: WORKERS, sk: id });

export const WHATSAPP_VERSION_KEY = { pk: 'F', sk: 'whatsapp-version' };

/** Attributes that put an item into an index. */
export const tenantIndex = (tenant: TenantId, createdAt: string, id: SessionId) => ({
  tenant,
  tenantOrder: `${createdAt}#${id}`,
});
/** The value of `owner` while a session waits for a worker. */
export const NOBODY = 'nobody';
/** The value of `owner` of every webhook: the index lists those of all tenants. */
export const WEBHOOKS = 'webhooks';
/** The most recently active session comes first when a worker restores in descending order. */
export const ownerOrder = (activeAt: string, id: SessionId) => `${activeAt}#${id}`;
export const chatTime = (chatId: string, timestamp: string, id: string) => `${chatId}#${timestamp}#${id}`;
export const time = (timestamp: string, id: string) => `${timestamp}#${id}`;
/** Chats are in the index of time beside the messages, after all of them. */
export const CHATS = 'chat#';
export const chatOrder = (lastAt: string, chatId: string) => `${CHATS}${lastAt}#${chatId}`;
/** Messages to people who never wrote are in the outbox after those to people who did. */
const COLD = 'cold#';
/** Ends in the deadline, so that those of all that waits are read without the messages. */
export const outboxOrder = (timestamp: string, id: string, cold: boolean, deadline: number) =>
  `${cold ? COLD : ''}${time(timestamp, id)}#${new Date(deadline).toISOString()}`;
/** The deadline at the end of a place in the outbox, in milliseconds; NaN where an older version gave none. */
export const deadlineIn = (order: string): number => Date.parse(order.split('#').at(-1) ?? '');
/** Operations that wait are in the outbox beside the messages, after all of them. */
export const OPERATIONS = 'op#';
export const operationOrder = (askedAt: string, id: OperationId) => `${OPERATIONS}${askedAt}#${id}`;

/** The number of an entry. */
export const entryNumberOf = ({ sk }: { sk: string }) => Number(sk.slice(2));
/** The tenant's stream of all its sessions' events, in the order of `at`; a bare time comes before all that is of it. */
export const feedOrder = (at: string, id: SessionId, n: number) => `${at}#${id}#${number(n)}`;
/** What comes directly after a mark of the stream. */
export const afterInFeed = (order: string) => `${order}#`;
/** The session of an item that an index names. */
export const sessionOf = ({ pk }: { pk?: unknown }) => SessionId.parse(String(pk).slice(2));
/** The tenant of a webhook that an index names. */
export const tenantOf = ({ pk }: { pk?: unknown }) => TenantId.parse(String(pk).slice(2));
