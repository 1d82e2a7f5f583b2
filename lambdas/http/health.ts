import { Health } from '../../core/model/http.ts';
import { listWorkers } from '../../core/store/workers.ts';
import type { Context } from '../context.ts';
import { version } from '../version.ts';
import { json } from './answer.ts';
import type { HttpResult } from './call.ts';

/** GET /health and GET /api/health: degraded when no worker is there, unhealthy when the table does not answer. */
export async function health({ table, log }: Context): Promise<HttpResult> {
  try {
    const workers = await listWorkers(table);
    const alive = workers.some(({ dead }) => !dead);
    return json(200, Health, { status: alive ? 'healthy' : 'degraded', version });
  } catch (error) {
    log.error('the table does not answer', { error });
    return json(503, Health, { status: 'unhealthy', version });
  }
}
