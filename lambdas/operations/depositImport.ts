import type { SessionId } from '../../core/model/ids.ts';
import type { SessionFiles } from '../../core/model/sessionFiles.ts';
import { writeParcel } from '../../core/store/parcels.ts';
import { depositDataKey } from '../../core/store/vault.ts';
import type { Context } from '../context.ts';

/** A worker takes it in within seconds; a fleet that is down for long still finds it. */
const KEPT_MS = 30 * 24 * 3_600_000;
/** The first one of a session. */
const GENERATION = 1;

/** Leaves credentials, sealed, for the worker that will hold the session. */
export async function depositImport({ table, vault, now }: Context, id: SessionId, files: SessionFiles): Promise<void> {
  const dataKey = await depositDataKey(table, vault, id, GENERATION);
  const endsAt = now() + KEPT_MS;
  await writeParcel(table, id, 'in', files, { generation: GENERATION, dataKey, endsAt });
}
