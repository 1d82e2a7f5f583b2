import * as z from 'zod';
import { CorrelationId } from './correlation.ts';
import { EventId, SessionId, TenantId, WebhookId } from './ids.ts';

/** A bell says "this session has work" and nothing else: the rows are the truth. Tolerant: an older reader skips new fields. */
export const Bell = z.object({
  sessionId: SessionId,
  /** Of the request that it is rung for. */
  correlationId: CorrelationId.optional().catch(undefined),
});
export type Bell = z.infer<typeof Bell>;

/**
 * The bells of the webhooks' queue: a session has new events; a try is due (`dueAt` tells a bell that was overtaken);
 * all failed deliveries of a webhook are to be tried again; a tenant's sessions and due tries are to be looked over
 * (`after` where a page of its sessions ended), and the same for all tenants.
 */
export const WebhookBell = z.discriminatedUnion('type', [
  z.object({ type: z.literal('session'), sessionId: SessionId }),
  z.object({ type: z.literal('try'), tenant: TenantId, webhookId: WebhookId, eventId: EventId, dueAt: z.string() }),
  z.object({ type: z.literal('redrive'), tenant: TenantId, webhookId: WebhookId }),
  z.object({ type: z.literal('tenant'), tenant: TenantId, after: z.string().optional() }),
  z.object({ type: z.literal('all') }),
]);
export type WebhookBell = z.infer<typeof WebhookBell>;

/** The bells of the connections' queue: who may use this connection is to be looked at, for a token ends now. */
export const ConnectionBell = z.object({
  type: z.literal('connection'),
  connectionId: z.string().brand<'ConnectionId'>(),
});
export type ConnectionBell = z.infer<typeof ConnectionBell>;
