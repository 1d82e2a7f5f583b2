import type * as z from 'zod';
import {
  Delivery,
  DeliveryPage,
  RedriveStarted,
  Webhook,
  WebhookPage,
  WebhookTested,
  WebhookWithSecret,
} from '../../webhooks.ts';
import { sample } from './sample.ts';
import { at, cursor, IDS } from './story.ts';

const webhook = {
  id: IDS.webhook,
  url: 'https://example.com/hook',
  events: ['message_received'],
  description: 'Our CRM',
  createdAt: at('09:05:00'),
  updatedAt: at('09:05:00'),
  status: 'active',
} satisfies z.input<typeof Webhook>;

const failed = {
  id: IDS.event,
  sessionId: IDS.session,
  seq: 7,
  type: 'message_received',
  state: 'retrying',
  attempts: 2,
  httpStatus: 500,
  error: 'http_500',
  latencyMs: 84,
  firstAttemptAt: at('09:14:59'),
  lastAttemptAt: at('09:15:09'),
  nextTryAt: at('09:15:49'),
} satisfies z.input<typeof Delivery>;

export const WEBHOOK_SAMPLES = {
  Webhook: sample(Webhook, webhook),
  WebhookWithSecret: sample(WebhookWithSecret, { webhook, secret: 'whsec_shownThisOnce' }),
  WebhookPage: sample(WebhookPage, { webhooks: [webhook], cursor }),
  WebhookTested: sample(WebhookTested, { delivered: true, httpStatus: 200, latencyMs: 61 }),
  RedriveStarted: sample(RedriveStarted, { status: 'started' }),
  Delivery: sample(Delivery, failed),
  DeliveryPage: sample(DeliveryPage, { deliveries: [failed], cursor }),
};
