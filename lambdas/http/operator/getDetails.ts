import { SessionDetails } from '../../../core/model/operator.ts';
import { countChats, readTally } from '../../../core/store/details.ts';
import { NOBODY } from '../../../core/store/keys.ts';
import { readFleetVersion } from '../../../core/store/whatsappVersion.ts';
import { isAlive, listWorkers } from '../../../core/store/workers.ts';
import { findSession } from '../../operations/findSession.ts';
import { operated } from '../../operations/operated.ts';
import { json } from '../answer.ts';
import type { Call, HttpResult } from '../call.ts';

const ERRORS_SHOWN = 10;

/** GET /api/sessions/{id}/details: how it is, how it came to that, and who looks after it. */
export async function getDetails({ context, event, principal }: Call): Promise<HttpResult> {
  const { table } = context;
  const row = await findSession(context, principal, event.pathParameters?.['id']);
  const [{ tally, bytes }, chats, workers, whatsappVersion] = await Promise.all([
    readTally(table, row.id),
    countChats(table, row.id),
    listWorkers(table),
    readFleetVersion(table),
  ]);
  const now = context.now();
  const living = workers.filter((worker) => isAlive(worker, now));
  const owner = living.find(({ id }) => id === row.owner);
  const session = operated(row, new Set(living.map(({ id }) => id)), now);
  const timeline = tally.states.toReversed();
  const [newestPairing] = tally.pairings.slice(-1);
  return json(200, SessionDetails, {
    session,
    epoch: row.epoch,
    ...(row.owner && row.owner !== NOBODY && { worker: { id: row.owner, alive: !!owner, version: owner?.version } }),
    messages: tally,
    chats,
    attempts: session.status === 'reconnecting' ? session.attempt : 0,
    ...(session.status === 'reconnecting' && { nextRetryAt: session.nextRetryAt }),
    ...(session.status === 'connected' && { connectedSince: session.connectedAt }),
    lastInboundAt: tally.lastInboundAt,
    reconnects: tally.reconnects,
    lastErrors: timeline.filter(({ reason }) => reason !== undefined).slice(0, ERRORS_SHOWN),
    timeline,
    pairings: tally.pairings.toReversed(),
    device: newestPairing?.device,
    platform: newestPairing?.platform,
    whatsappVersion,
    credentialsBytes: bytes,
  });
}
