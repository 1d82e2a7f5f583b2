import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openTable, type Table } from '../../core/store/table.ts';
import { type Tenant, World } from './world.ts';

describe('the time of an ephemeral session', () => {
  let world: World;
  let table: Table;
  let tenant: Tenant;
  beforeAll(async () => {
    // Codes end before the session does: it goes on showing new ones.
    const workerEnvironment = { QR_SECONDS: '0.5' };
    world = await World.open({ functionEnvironment: { SESSION_TIMEOUT: '8000' }, workerEnvironment });
    Object.assign(process.env, world.stack.aws);
    table = openTable(world.stack.aws['TABLE_NAME'] ?? '');
    tenant = await world.tenant();
  });
  afterAll(async () => {
    table.db.destroy();
    await world[Symbol.asyncDispose]();
  });

  async function rows(id: string): Promise<unknown[]> {
    const { Items = [] } = await table.db.send(
      new QueryCommand({
        TableName: table.TableName,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': `S#${id}` },
      }),
    );
    return Items.map(({ sk }) => sk as string);
  }
  const erased = (id: string) => vi.waitFor(async () => expect(await rows(id)).toEqual([]), 30_000);

  it('shows codes to the end, says that the time is over, and is erased', async () => {
    const { id } = await tenant.http.createSession({ ephemeral: true });
    const session = world.watch(tenant, id);
    const event = await session.status('expired');
    expect(event).toMatchObject({ reason: 'session_timeout' });
    expect(session.qrs.length).toBeGreaterThan(8);
    await erased(id);
  });

  it('what nobody collects is erased, and the phone stays linked', async () => {
    const ada = await world.phone('Ada');
    const { id } = await tenant.http.createSession({ ephemeral: true });
    await ada.scan((await world.watch(tenant, id).nextQr()).qrString);
    await vi.waitFor(
      async () => expect(await tenant.http.getSession(id)).toMatchObject({ reason: 'handed_over' }),
      7_000,
    );
    await erased(id);
    expect(await ada.devices()).toHaveLength(1);
  });

  it('ends though its worker was killed', async () => {
    const { id } = await tenant.http.createSession({ ephemeral: true });
    await world.watch(tenant, id).nextQr();
    world.stack.workers[0]?.kill('SIGKILL');
    await erased(id);
    await expect(tenant.http.getSession(id)).rejects.toMatchObject({ code: 'session_not_found' });
  });
});
