/** Webhooks: addresses of a tenant's that its events are delivered to, and what became of each delivery. */
import * as z from 'zod';
import { EventBody, SessionEvent } from './events.ts';
import { paging } from './paging.ts';
import { EventId, SessionId, WebhookId } from './ids.ts';

/** What a first link brings is a page of old messages, not something that happened. */
const NOT_DELIVERED: ReadonlySet<string> = new Set(['history_received']);
export const WEBHOOK_EVENT_TYPES = EventBody.options
  .map(({ shape }) => shape.type.value as string)
  .filter((type) => !NOT_DELIVERED.has(type));

const EventTypes = z
  .array(
    z.enum(WEBHOOK_EVENT_TYPES, {
      error: ({ input }) => `${JSON.stringify(input)} is no event type: it is one of ${WEBHOOK_EVENT_TYPES.join(', ')}`,
    }),
  )
  .min(1)
  .refine((types) => new Set(types).size === types.length, 'must differ from each other');

/** Where to deliver. Whether an address may be private or without TLS is the deployment's affair. */
const Url = z
  .url({ protocol: /^https?$/, error: 'must be an https address' })
  .max(2048)
  .refine((text) => {
    const { username, password, hash } = URL.canParse(text) ? new URL(text) : {};
    return !username && !password && !hash;
  }, 'must not have a user name, a password or a fragment');

const description = z.string().min(1).max(200);

/** Without `sessionId` it hears all of the tenant's sessions; without `events` all types. */
export const CreateWebhook = z.strictObject({
  url: Url,
  sessionId: SessionId.optional(),
  events: EventTypes.optional(),
  description: description.optional(),
});
export type CreateWebhook = z.infer<typeof CreateWebhook>;

/** `null` takes away: all event types again, no description. */
export const UpdateWebhook = z.strictObject({
  url: Url.optional(),
  events: EventTypes.nullable().optional(),
  description: description.nullable().optional(),
});
export type UpdateWebhook = z.infer<typeof UpdateWebhook>;

const instant = z.iso.datetime();

const Facts = z.object({
  id: WebhookId,
  url: z.string(),
  sessionId: SessionId.optional(),
  events: z.array(z.string()).optional(),
  description: z.string().optional(),
  createdAt: instant,
  updatedAt: instant,
  /** The secret before the last rotation signs beside the new one until then. */
  previousSecretUntil: instant.optional(),
});

/** Why an attempt failed: `http_500`, `timeout`, `redirect`, `connection_closed` … */
const WebhookFailure = z.string();
export type WebhookFailure = z.infer<typeof WebhookFailure>;

export const PauseReason = z.enum(['failing', 'gone']);

const Health = z.discriminatedUnion('status', [
  z.object({ status: z.literal('active') }),
  /** The last `failures` attempts in a row failed. With a `nextTryAt` everything waits until then. */
  z.object({
    status: z.literal('failing'),
    failures: z.int(),
    since: instant,
    lastError: WebhookFailure,
    nextTryAt: instant.optional(),
  }),
  /** Nothing is delivered until somebody resumes it: it failed for long, or its endpoint said that it is gone (410). */
  z.object({
    status: z.literal('paused'),
    reason: PauseReason,
    since: instant,
    lastError: WebhookFailure,
  }),
]);
export type WebhookHealth = z.infer<typeof Health>;

/** A webhook as its tenant sees it: never with its secret. */
export const Webhook = z.intersection(Facts, Health);
export type Webhook = z.infer<typeof Webhook>;

/** The one time that a secret is shown, "whsec_" and base64: the key of the Standard Webhooks signature. */
export const WebhookWithSecret = z.object({ webhook: Webhook, secret: z.string() });
export const ListWebhooks = z.strictObject(paging);
export const WebhookPage = z.object({ webhooks: z.array(Webhook), cursor: z.string().optional() });

/** The body of a delivery: the event as every client sees it, with its id. */
export const WebhookEvent = z.intersection(SessionEvent, z.object({ id: EventId }));
export type WebhookEvent = z.infer<typeof WebhookEvent>;

/** What came of a test delivery. */
export const WebhookTested = z.object({
  delivered: z.boolean(),
  httpStatus: z.int().optional(),
  error: WebhookFailure.optional(),
  latencyMs: z.int(),
});

export const DeliveryState = z.enum(['delivered', 'retrying', 'given_up']);
export type DeliveryState = z.infer<typeof DeliveryState>;

/** One event on its way to one webhook. `id` is the event's, the one in `webhook-id`. The log goes back 7 days. */
export const Delivery = z.object({
  id: EventId,
  sessionId: SessionId,
  seq: z.int(),
  type: z.string(),
  /** Of the request that the event came of. */
  correlationId: z.string().optional(),
  state: DeliveryState,
  attempts: z.int(),
  /** Of the last attempt. */
  httpStatus: z.int().optional(),
  error: WebhookFailure.optional(),
  latencyMs: z.int(),
  firstAttemptAt: instant,
  lastAttemptAt: instant,
  /** While it is `retrying`. */
  nextTryAt: instant.optional(),
});
export type Delivery = z.infer<typeof Delivery>;

export const ListDeliveries = z.strictObject({ state: DeliveryState.optional(), ...paging });
export const DeliveryPage = z.object({ deliveries: z.array(Delivery), cursor: z.string().optional() });
/** All failed deliveries are being tried again. */
export const RedriveStarted = z.object({ status: z.literal('started') });
