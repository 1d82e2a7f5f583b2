import type { DeliveryState, Webhook } from '../../core/model/webhooks.ts';

/** What failed, for people. */
const ERRORS: Record<string, string> = {
  timeout: 'It did not answer in time',
  redirect: 'It answered with a redirect, which is not followed',
  connection_refused: 'The connection was refused',
  connection_closed: 'The connection was closed',
  connection_failed: 'The connection failed',
  name_not_found: 'Its name is not found',
  certificate: 'Its certificate is not valid',
  private_address: 'Its name leads to a private address',
  event_expired: 'The event is too old',
};
export const errorWords = (error: string): string =>
  ERRORS[error] ?? (error.startsWith('http_') ? `It answered ${error.slice(5)}` : error);

export const HEALTH_WORDS = {
  active: { label: 'Active', tone: 'good' },
  failing: { label: 'Failing', tone: 'warn' },
  paused: { label: 'Paused', tone: 'bad' },
} as const satisfies Record<Webhook['status'], { label: string; tone: string }>;

export const STATE_WORDS = {
  delivered: { label: 'Delivered', tone: 'good' },
  retrying: { label: 'Retrying', tone: 'warn' },
  given_up: { label: 'Given up', tone: 'bad' },
} as const satisfies Record<DeliveryState, { label: string; tone: string }>;
