import { embeddedMetrics } from '../core/model/metrics.ts';
import type { Context } from './context.ts';

/** Somebody could not say who they are. Many of them are an attack, or an issuer that has changed its keys. */
export function countFailure({ metricsNamespace, log, now }: Context): void {
  log.info('metrics', embeddedMetrics(metricsNamespace, { AuthenticationFailures: 1 }, now()));
}
