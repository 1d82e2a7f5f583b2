/** Which of AWS's quotas comes first. */
import { QUOTAS as Q, USE, WORKER } from './assumptions.ts';
import { type Demand, PEAK, SECONDS_A_MONTH } from './demand.ts';

export interface Limit {
  what: string;
  /** How much of the quota the busiest hour takes; over 1 it does not do. */
  share: number;
  raise: string;
}

const CALL_SECONDS = 0.05;
const asked = 'ask AWS for more (Service Quotas)';

/** The tightest first. */
export function limitsOf(sessions: number, demand: Demand): Limit[] {
  const busiest = (aMonth: number) => (aMonth / SECONDS_A_MONTH) * PEAK;
  const looks = demand.workers * Math.ceil(demand.workers / 13);
  return [
    { what: 'Fargate vCPUs', share: (demand.workers * WORKER.vcpu) / Q.fargateVcpus, raise: asked },
    { what: 'Lambda concurrency', share: (busiest(demand.calls) * CALL_SECONDS) / Q.lambdaConcurrency, raise: asked },
    { what: 'HTTP requests a second', share: busiest(demand.httpRequests) / Q.httpRequestsASecond, raise: asked },
    {
      what: 'new WebSocket connections a second, when all come back within a minute',
      share: (sessions * USE.watchedShare) / 60 / Q.socketConnectsASecond,
      raise: asked,
    },
    { what: 'writes of the table a second', share: busiest(demand.writes) / Q.tableWritesASecond, raise: asked },
    { what: 'reads of the table a second', share: busiest(demand.reads) / Q.tableReadsASecond, raise: asked },
    {
      what: 'reads of the partition that the workers’ rows are in',
      share: looks / Q.partitionReadsASecond,
      raise: 'larger workers, or a longer beat (worker/lease.ts)',
    },
    {
      what: 'heartbeats in one partition',
      share: demand.workers / Q.partitionWritesASecond,
      raise: 'larger workers, or a longer beat (worker/lease.ts)',
    },
  ].sort((a, b) => b.share - a.share);
}
