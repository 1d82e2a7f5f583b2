import type { OperatedSession } from '../../core/model/operator.ts';
import { problemOf } from '../../core/model/problems.ts';
import type { Principal } from '../../core/model/principal.ts';
import { TenantId } from '../../core/model/ids.ts';
import { NOBODY } from '../../core/store/keys.ts';
import { type SessionRow, toSession } from '../../core/store/sessions.ts';
import { isAlive, listWorkers } from '../../core/store/workers.ts';
import type { Context } from '../context.ts';

/** The ids of the workers whose hearts beat. */
export async function livingWorkers({ table, now }: Context): Promise<Set<string>> {
  return new Set((await listWorkers(table)).filter((worker) => isAlive(worker, now())).map(({ id }) => id));
}

/** A session with what concerns its operation. */
export function operated(row: SessionRow, living: ReadonlySet<string>, now: number): OperatedSession {
  const session = toSession(row);
  const worker = row.owner === NOBODY ? undefined : row.owner;
  const problem = problemOf(session, worker !== undefined && living.has(worker) ? worker : undefined, now);
  const guest = row.ephemeral?.guest ? { guest: true as const } : {};
  return { ...session, tenant: row.tenant, ...guest, worker, problem };
}

/** Whose sessions a caller asks for: a member for its own, an admin for everybody's, or one tenant's. */
export function tenantsAskedFor({ role, tenantId }: Principal, tenant: string | undefined): TenantId[] | undefined {
  if (role !== 'admin') return [tenantId];
  return tenant === undefined ? undefined : [TenantId.parse(tenant)];
}
