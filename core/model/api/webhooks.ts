import {
  CreateWebhook,
  Delivery,
  DeliveryPage,
  ListDeliveries,
  ListWebhooks,
  RedriveStarted,
  UpdateWebhook,
  Webhook,
  WebhookPage,
  WebhookTested,
  WebhookWithSecret,
} from '../webhooks.ts';
import { tagged } from './described.ts';

export const WEBHOOKS = tagged('Webhooks', {
  createWebhook: {
    summary: 'Has events posted to an address; answers its secret, this once',
    body: CreateWebhook,
    answers: { 201: WebhookWithSecret },
    errors: ['too_many_webhooks'],
    repeatable: true,
    examples: {
      'All events': { url: 'https://example.com/hook' },
      'Some events': { url: 'https://example.com/hook', events: ['message_received'], description: 'Our CRM' },
    },
  },
  listWebhooks: { summary: 'The webhooks', query: ListWebhooks, answers: { 200: WebhookPage } },
  getWebhook: { summary: 'One webhook, and how it does', answers: { 200: Webhook } },
  updateWebhook: {
    summary: 'Changes a webhook; what is absent stays',
    body: UpdateWebhook,
    answers: { 200: Webhook },
    examples: { 'Another description': { description: 'Our new CRM' } },
  },
  deleteWebhook: { summary: 'Deletes a webhook; answers what it was', answers: { 200: Webhook } },
  testWebhook: { summary: 'Posts a test event now, and tells what came of it', answers: { 200: WebhookTested } },
  rotateWebhookSecret: {
    summary: 'Makes a new secret; the former one signs beside it for a day',
    answers: { 200: WebhookWithSecret },
  },
  resumeWebhook: { summary: 'Delivers again after a pause', answers: { 200: Webhook } },
  redriveWebhook: { summary: 'Tries all failed deliveries again', answers: { 202: RedriveStarted } },
  listDeliveries: {
    summary: 'What became of each delivery, 7 days back',
    query: ListDeliveries,
    answers: { 200: DeliveryPage },
  },
  redriveDelivery: { summary: 'Delivers one event again', answers: { 202: Delivery } },
});
