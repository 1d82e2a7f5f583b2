import { ring } from '../../core/channels/bells.ts';
import { problemOf } from '../../core/model/problems.ts';
import { isResting, type SessionStatus } from '../../core/model/session.ts';
import { closeConnection, subscribersOf } from '../../core/store/connections.ts';
import { sweepOffers } from '../../core/store/linkOffers.ts';
import { NOBODY } from '../../core/store/keys.ts';
import { askOf, askToErase } from '../../core/store/asks.ts';
import { type SessionRow, toSession } from '../../core/store/sessions.ts';
import type { MaintenanceContext } from './context.ts';
import type { Tidied } from './tidied.ts';

const DAY_MS = 24 * 3600_000;
/** What a tenant has archived can be restored for so long. */
const ARCHIVED_DAYS = 30;
/** A session that no phone was ever linked to has nothing to lose. */
const UNPAIRED_DAYS = 1;
/** Where a code may have been left by a worker that died. */
const LINKING: ReadonlySet<SessionStatus> = new Set(['pending', 'connecting', 'qr_ready', 'authenticated', 'expired']);
const SWEPT = { qr: 'qr_codes', code: 'pairing_codes' } as const;
/** Longer than a bell takes. */
const WAITING_MS = 60_000;

/** One session: its row against its worker's word, its end if it has come, the clients that listen to it. */
export async function lookAtSession(
  context: MaintenanceContext,
  row: SessionRow,
  living: ReadonlySet<string>,
  tidied: Tidied,
): Promise<void> {
  const { table, bucket, bells, now } = context;
  const { id, owner, state, archivedAt, updatedAt, phoneNumber } = row;
  const age = (time: string) => now() - Date.parse(time);
  const atRest = owner === undefined && isResting(state.status);
  const unpaired = phoneNumber === undefined && state.status !== 'failed' && age(updatedAt) > UNPAIRED_DAYS * DAY_MS;
  if (row.erasing !== undefined || unpaired) {
    if (!atRest) return repair(context, row, living, tidied);
    if (
      row.erasing === undefined &&
      !(await askToErase(table, id, { now: new Date(now()).toISOString() }, { atRest: true }))
    )
      return;
    const { eraseSession } = await import('../../core/store/erase.ts');
    await eraseSession(table, await bucket(), id);
    return tidied.count(row.erasing === undefined ? 'unpaired' : 'erased');
  }
  if (archivedAt !== undefined && age(archivedAt) > ARCHIVED_DAYS * DAY_MS) {
    // Its owner unlinks the device, and the next look erases what is left.
    if (await askToErase(table, id, { now: new Date(now()).toISOString() }))
      await ring(bells, { id, owner: owner ?? NOBODY });
    return tidied.count('archive_ended');
  }
  await closeDeadConnections(context, row, tidied);
  if (LINKING.has(state.status)) for (const kind of await sweepOffers(table, id, now())) tidied.count(SWEPT[kind]);
  await repair(context, row, living, tidied);
  const problem = problemOf(toSession(row), owner !== undefined && living.has(owner) ? owner : undefined, now());
  if (problem && archivedAt === undefined) tidied.needsPerson({ sessionId: id, tenant: row.tenant, ...problem });
}

/** One that should be in a worker's hands and is not is rung for: nobody else may have heard. */
async function repair(
  { table, bells, now }: MaintenanceContext,
  { id, owner, state, wanted, updatedAt }: SessionRow,
  living: ReadonlySet<string>,
  tidied: Tidied,
): Promise<void> {
  if (now() - Date.parse(updatedAt) < WAITING_MS) return;
  const lost = owner === undefined && !isResting(state.status);
  if (lost) await askOf(table, id, wanted, { now: new Date(now()).toISOString() });
  if (!lost && (owner === undefined || living.has(owner))) return;
  await ring(bells, { id, owner: NOBODY });
  tidied.count('rung');
}

/** Those whose sign-in has ended, and that nobody was told of. */
async function closeDeadConnections({ table, now }: MaintenanceContext, { id, owner }: SessionRow, tidied: Tidied) {
  if (owner === undefined) return;
  for (const { connectionId, expiresAt } of await subscribersOf(table, { sessionId: id })) {
    if (expiresAt * 1000 > now()) continue;
    await closeConnection(table, connectionId);
    tidied.count('connections');
  }
}
