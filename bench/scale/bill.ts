/** What it costs a month, in dollars. */
import { METRIC_NAMES } from '../../core/model/metrics.ts';
import { ALARMS, PRICES as P, WORKER } from './assumptions.ts';
import { type Demand, SECONDS_A_MONTH } from './demand.ts';

/** By what it is paid for, the dearest first. */
export function billOf(
  demand: Demand,
  worker: { vcpu: number; gigabytes: number } = WORKER,
): [what: string, dollars: number][] {
  const hours = demand.workers * (SECONDS_A_MONTH / 3600);
  const bill: Record<string, number> = {
    Fargate: hours * (worker.vcpu * P.vcpuHour + worker.gigabytes * P.gigabyteHour + P.publicAddressHour),
    'DynamoDB writes': demand.writes * P.writeUnit,
    'DynamoDB reads': demand.reads * P.readUnit,
    'DynamoDB storage and back-up': demand.tableGigabytes * (P.tableGigabyte + P.backupGigabyte),
    Lambda: demand.calls * P.lambdaCall + demand.lambdaGigabyteSeconds * P.lambdaGigabyteSecond,
    'API Gateway': demand.httpRequests * P.httpRequest + demand.socketMessages * P.socketMessage,
    'WebSocket minutes': demand.socketMinutes * P.socketMinute,
    SQS: demand.queueRequests * P.queueRequest,
    S3: demand.fileGigabytes * P.fileGigabyte + demand.filePuts * (P.filePut + P.fileGet),
    'CloudWatch logs': demand.logGigabytes * P.logGigabyte,
    KMS: P.keyMonth + demand.keyRequests * P.keyRequest,
    'CloudWatch metrics and alarms': METRIC_NAMES.length * P.metricMonth + ALARMS * P.alarmMonth,
  };
  return Object.entries(bill).sort(([, a], [, b]) => b - a);
}
