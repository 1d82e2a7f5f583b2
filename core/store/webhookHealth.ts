/** What is known of a webhook's endpoint: how many attempts in a row failed, until when it is left alone, and a pause. */
import type { WebhookFailure } from '../model/webhooks.ts';
import { webhookKey } from './keys.ts';
import type { Table } from './table.ts';
import { updateWebhook, type WebhookRow } from './webhooks.ts';

type Which = Pick<WebhookRow, 'tenant' | 'id'>;
const keyOf = ({ tenant, id }: Which) => webhookKey(tenant, id);

/** Counts an attempt that failed. @returns the row, or undefined when the webhook is gone */
export async function countFailure(
  table: Table,
  webhook: Which,
  error: WebhookFailure,
  now: string,
): Promise<WebhookRow | undefined> {
  return updateWebhook(table, keyOf(webhook), {
    UpdateExpression: 'SET lastError = :error, failingSince = if_not_exists(failingSince, :now) ADD failures :one',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeValues: { ':error': error, ':now': now, ':one': 1 },
  });
}

/** An attempt has worked: the record is clean. @returns the row, or undefined when the webhook is gone or paused */
export async function clearFailures(table: Table, webhook: Which): Promise<WebhookRow | undefined> {
  return updateWebhook(table, keyOf(webhook), {
    UpdateExpression: 'REMOVE failures, failingSince, lastError, restUntil',
    ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(paused)',
  });
}

/**
 * Leaves the endpoint alone until then, whoever else wrote meanwhile excepted: of many that find a rest over, one wins.
 * @param seen the `restUntil` that the caller has read
 */
export async function rest(
  table: Table,
  webhook: Which,
  until: string,
  seen: string | undefined,
): Promise<WebhookRow | undefined> {
  return updateWebhook(table, keyOf(webhook), {
    UpdateExpression: 'SET restUntil = :until',
    ConditionExpression: `attribute_exists(pk) AND ${seen ? 'restUntil = :seen' : 'attribute_not_exists(restUntil)'}`,
    ExpressionAttributeValues: { ':until': until, ...(seen && { ':seen': seen }) },
  });
}

/** @returns the row, or undefined when it is paused already, or gone */
export async function pauseWebhook(
  table: Table,
  webhook: Which,
  paused: NonNullable<WebhookRow['paused']>,
): Promise<WebhookRow | undefined> {
  return updateWebhook(table, keyOf(webhook), {
    UpdateExpression: 'SET paused = :paused REMOVE restUntil',
    ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(paused)',
    ExpressionAttributeValues: { ':paused': paused },
  });
}

/** @returns the row, or undefined when the webhook is gone */
export async function resumeWebhook(table: Table, webhook: Which): Promise<WebhookRow | undefined> {
  return updateWebhook(table, keyOf(webhook), {
    UpdateExpression: 'REMOVE paused, failures, failingSince, lastError, restUntil',
    ConditionExpression: 'attribute_exists(pk)',
  });
}
