import type { Stage } from '../infra/stages.ts';

/** The command that asks AWS for more of something. */
export const raising = (service: string, code: string, value: number, { region }: Stage): string =>
  `aws service-quotas request-service-quota-increase --region ${region} --service-code ${service} --quota-code ${code} --desired-value ${value}`;
