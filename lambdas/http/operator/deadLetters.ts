import { countLetters, type LetterBox, redriveLetters } from '../../../core/channels/deadLetters.ts';
import { DEAD_LETTER_QUEUES, DeadLetterQueue, DeadLetters, Redriven } from '../../../core/model/operator.ts';
import { KeeplineError } from '../../../core/model/errors.ts';
import type { Context } from '../../context.ts';
import { requireAdmin } from '../../operations/requireAdmin.ts';
import { json } from '../answer.ts';
import type { Call, HttpResult } from '../call.ts';

function boxOf(context: Context, queue: DeadLetterQueue): LetterBox {
  const { bells, webhookBells, connectionBells, deadLetters } = context;
  const sources = {
    requests: bells.requestsUrl,
    webhooks: webhookBells.queueUrl,
    connections: connectionBells.queueUrl,
  };
  return { deadUrl: deadLetters[queue], sourceUrl: sources[queue] };
}

/** GET /api/dead-letters */
export async function listDeadLetters({ context, principal }: Call): Promise<HttpResult> {
  requireAdmin(principal);
  const sqs = await context.bells.sqs();
  const queues = await Promise.all(
    DEAD_LETTER_QUEUES.map(async (queue) => ({ queue, ...(await countLetters(sqs, boxOf(context, queue))) })),
  );
  return json(200, DeadLetters, { queues });
}

/** POST /api/dead-letters/{queue}/redrive: they ring again, where they came from. */
export async function redriveDeadLetters({ context, event, principal }: Call): Promise<HttpResult> {
  requireAdmin(principal);
  const queue = DeadLetterQueue.safeParse(event.pathParameters?.['queue']).data;
  if (!queue) throw new KeeplineError('not_found', `It is one of ${DEAD_LETTER_QUEUES.join(', ')}.`);
  return json(200, Redriven, await redriveLetters(await context.bells.sqs(), boxOf(context, queue)));
}
