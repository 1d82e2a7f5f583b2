import type { Stage } from '../../infra/stages.ts';
import { problem, type Verdict, warning } from '../verdict.ts';

const CERTIFICATE = /^arn:aws[\w-]*:acm:([\w-]+):\d{12}:certificate\/[\w-]+$/;
/** CloudFront takes certificates of nowhere else. */
const OF_CLOUDFRONT = 'us-east-1';

/** Names of the stage's own: each with a certificate of the right region, and in the zone where they are to be entered. */
export function* domainTroubles({ domains, region }: Stage): Iterable<Verdict> {
  if (!domains) return;
  const { zone, ...named } = domains;
  for (const [part, { name, certificateArn }] of Object.entries(named)) {
    const where = part === 'console' ? OF_CLOUDFRONT : region;
    const [, found] = CERTIFICATE.exec(certificateArn) ?? [];
    if (found !== where)
      yield problem(
        `The certificate of "domains.${part}" is ${found ? `of ${found}` : `"${certificateArn}"`}.`,
        `Take the ARN of one of ${where}, which is valid for ${name}.`,
      );
    if (zone && name !== zone.name && !name.endsWith(`.${zone.name}`))
      yield problem(
        `"domains.${part}" is ${name}, which is not in the zone ${zone.name}.`,
        'Take a name of that zone.',
      );
  }
  const names = Object.values(named).map(({ name }) => name);
  if (new Set(names).size < names.length)
    yield problem('Two of "domains" have the same name.', 'API, WebSocket and console need one each.');
  if (!zone && names.length > 0)
    yield warning('"domains.zone" is not said.', 'Point the names at the outputs of the stack yourself.');
}
