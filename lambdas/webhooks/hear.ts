import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { readWebhookBell, ringAllWebhooks } from '../../core/channels/webhookBells.ts';
import type { WebhookBell } from '../../core/model/bells.ts';
import { tenantsWithWebhooks } from '../../core/store/webhooks.ts';
import type { WebhooksContext } from './context.ts';
import { deliverSession } from './deliverSession.ts';
import { lookAtTenant } from './lookAtTenant.ts';
import { redriveAll } from './redriveAll.ts';
import { tryAgain } from './tryAgain.ts';

/** Does what a bell is for. */
async function answer(context: WebhooksContext, bell: WebhookBell, deadline: number): Promise<void> {
  switch (bell.type) {
    case 'session':
      return deliverSession(context, bell.sessionId, deadline);
    case 'try':
      return tryAgain(context, bell);
    case 'redrive':
      return redriveAll(context, bell, deadline);
    case 'tenant':
      return lookAtTenant(context, bell);
    case 'all': {
      const tenants = await tenantsWithWebhooks(context.table);
      const bells = Array.from(tenants, (tenant) => ({ type: 'tenant', tenant }) as const);
      return ringAllWebhooks(context.webhookBells, bells);
    }
  }
}

/**
 * Answers the bells of one call side by side, equal ones once. The failed ones are named, and come again.
 * @param deadline when this call ends, in milliseconds since 1970
 */
export async function hear(
  context: WebhooksContext,
  records: readonly SQSRecord[],
  deadline: number,
): Promise<SQSBatchResponse> {
  const equal = [...Map.groupBy(records, ({ body }) => body)];
  const failed = await Promise.all(
    equal.map(async ([body, same]) => {
      const bell = readWebhookBell(body);
      try {
        if (bell) await answer(context, bell, deadline);
        else context.log.warn('a message is no bell of ours');
        return [];
      } catch (error) {
        context.log.error('a bell was not answered', { type: bell?.type, error });
        return same;
      }
    }),
  );
  return { batchItemFailures: failed.flat().map(({ messageId }) => ({ itemIdentifier: messageId })) };
}
