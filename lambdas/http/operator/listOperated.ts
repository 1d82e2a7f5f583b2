import { ListOperated, OperatedPage, type OperatedSession } from '../../../core/model/operator.ts';
import { maySee } from '../../../core/model/principal.ts';
import { isResting } from '../../../core/model/session.ts';
import { pageOfSessions } from '../../../core/store/allSessions.ts';
import { livingWorkers, operated, tenantsAskedFor } from '../../operations/operated.ts';
import { json } from '../answer.ts';
import type { Call, HttpResult } from '../call.ts';
import { queryOf } from '../request.ts';

type Passes = (session: OperatedSession) => boolean;

/** Sessions of the caller's tenant, or for an admin of all, that something is true of. Archived ones are left out. */
const listOperated =
  (name: string, passes: Passes) =>
  async ({ context, event, principal }: Call): Promise<HttpResult> => {
    const { tenant, ...page } = queryOf(ListOperated, event);
    const living = await livingWorkers(context);
    const only = tenantsAskedFor(principal, tenant);
    const now = context.now();
    const scope = `${name} ${only?.join() ?? ''}`;
    const { rows, cursor } = await pageOfSessions(
      context.table,
      only,
      { scope, ...page },
      (row) => !row.archivedAt && maySee(principal, row) && passes(operated(row, living, now)),
    );
    return json(200, OperatedPage, { sessions: rows.map((row) => operated(row, living, now)), cursor });
  };

/** GET /api/sessions/active: not at rest. */
export const listActive = listOperated('active', ({ status }) => !isResting(status));

/** GET /api/sessions/inactive: at rest, until somebody asks. */
export const listInactive = listOperated('inactive', ({ status }) => isResting(status));

/** GET /api/sessions/connected */
export const listConnected = listOperated('connected', ({ status }) => status === 'connected');

/** GET /api/sessions/problematic: each with its reason, and what to do. */
export const listProblematic = listOperated('problematic', ({ problem }) => problem !== undefined);
