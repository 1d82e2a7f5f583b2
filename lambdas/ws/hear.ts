import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { readConnectionBell, ringConnection } from '../../core/channels/connectionBells.ts';
import { hangUp } from '../../core/channels/frames.ts';
import type { ConnectionId } from '../../core/model/ids.ts';
import { getConnection } from '../../core/store/connections.ts';
import type { Context } from '../context.ts';
import { isStillGood } from './principalOf.ts';

/** Answers the bells of one call side by side. The failed ones are named, and come again. */
export async function hear(context: Context, { Records }: SQSEvent): Promise<SQSBatchResponse> {
  const failed = await Promise.all(
    Records.map(async ({ body, messageId }) => {
      const bell = readConnectionBell(body);
      try {
        if (bell) await endWhenOver(context, bell.connectionId);
        else context.log.warn('a message is no bell of ours');
        return [];
      } catch (error) {
        context.log.error('a bell was not answered', { error });
        return [{ itemIdentifier: messageId }];
      }
    }),
  );
  return { batchItemFailures: failed.flat() };
}

/** The row says how long a connection may last; one without a row was ended, or half ended by somebody who failed then. */
async function endWhenOver({ table, frames, connectionBells, now }: Context, id: ConnectionId): Promise<void> {
  const principal = await getConnection(table, id);
  if (principal && (await isStillGood(table, principal, now()))) {
    return ringConnection(connectionBells, id, principal.expiresAt * 1000 - now());
  }
  await hangUp(frames, id);
}
