import type { SignalDataSet } from '@whiskeysockets/baileys';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { ring } from '../../core/channels/bells.ts';
import { newSessionId, type SessionId, TenantId } from '../../core/model/ids.ts';
import { EMPTY_TALLY } from '../../core/model/tally.ts';
import { writeCheckpoint } from '../../core/store/checkpoint.ts';
import { NOBODY, ownerOrder, sessionKey, tenantIndex } from '../../core/store/keys.ts';
import { dataKeyFor } from '../../core/store/vault.ts';
import { Credentials } from '../../worker/whatsapp/credentials.ts';
import { inLanes } from '../inLanes.ts';
import type { LinkedAccount } from './account.ts';
import type { Stores } from './stores.ts';

const LANES = 8;

/**
 * Gives linked accounts to the system, as sessions that a former worker has left: they wait for an owner, and
 * their bells have been rung.
 * @returns their sessions, in the same order
 */
export async function adopt(
  { table, vault, bells }: Stores,
  tenant: string,
  accounts: readonly LinkedAccount[],
): Promise<SessionId[]> {
  const sessions = accounts.map((account) => ({ account, id: newSessionId(Date.now()) }));
  await inLanes(LANES, sessions, async ({ account, id }) => {
    const { clear: dataKey } = await dataKeyFor(table, vault, id, 1);
    const checkpoint = { n: 1, generation: 1, seq: 0, taken: [], tally: EMPTY_TALLY, state: await pack(account) };
    await writeCheckpoint(table, id, checkpoint, dataKey);
    // Last, and at once as a former owner's: a fresh one would be paired anew by whoever claims it.
    const Item = rowOf(id, TenantId.parse(tenant), new Date().toISOString());
    await table.db.send(new PutCommand({ TableName: table.TableName, Item }));
    await ring(bells, { id });
  });
  return sessions.map(({ id }) => id);
}

function rowOf(id: SessionId, tenant: TenantId, now: string) {
  // Parsed when it is read: what is left out here has a default there.
  const row = {
    id,
    tenant,
    createdAt: now,
    updatedAt: now,
    wanted: 'connected',
    asks: 1,
    owner: NOBODY,
    epoch: 1,
    state: { status: 'pending' },
    answers: 0,
    seq: 0,
    n: 1,
  };
  return { ...sessionKey(id), ...tenantIndex(tenant, now, id), ownerOrder: ownerOrder(now, id), ...row };
}

async function pack({ creds, keys }: LinkedAccount): Promise<Uint8Array> {
  const credentials = new Credentials();
  credentials.replaceCreds(creds);
  const store = credentials.view(
    () => true,
    () => {},
  );
  await store.set(keys as SignalDataSet);
  return credentials.pack();
}
