import { afterEach } from 'vitest';
import type { Call, Disturbance, Traffic } from '../../local/traffic/traffic.ts';

/** What AWS does instead of answering, for one test at a time; `traffic` is for the world that it happens in. */
export function useDisturbance(): {
  disturb?: ((call: Call) => Disturbance | undefined) | undefined;
  traffic: Traffic;
} {
  const aws: ReturnType<typeof useDisturbance> = { traffic: { disturb: (call) => aws.disturb?.(call) } };
  afterEach(() => {
    aws.disturb = undefined;
  });
  return aws;
}
