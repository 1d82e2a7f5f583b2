import { type Bells, openBells } from '../../core/channels/bells.ts';
import { openTable, type Table } from '../../core/store/table.ts';
import { openVault, type Vault } from '../../core/store/vault.ts';
import type { World } from '../../test/journeys/world.ts';

/** The system's own stores, for what would take too long through its API. */
export interface Stores extends AsyncDisposable {
  table: Table;
  vault: Vault;
  bells: Bells;
}

export function openStores({ stack }: World): Stores {
  Object.assign(process.env, stack.aws);
  const table = openTable(stack.aws['TABLE_NAME'] ?? '');
  const vault = openVault(stack.aws['KMS_KEY_ID'] ?? '');
  const bells = openBells(table, stack.aws['REQUESTS_QUEUE_URL'] ?? '');
  return {
    table,
    vault,
    bells,
    async [Symbol.asyncDispose]() {
      const [kms, sqs] = [await vault.kms(), await bells.sqs()];
      for (const client of [table.db, kms.client, sqs.client]) client.destroy();
    },
  };
}
