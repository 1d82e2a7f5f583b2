import type { BucketSpec } from '../template/blueprint.ts';

interface Asked {
  method: string;
  /** The path-style address: `/bucket/key`. */
  url: string;
  headers: { [name: string]: string | string[] | undefined };
}

const text = (value: string | string[] | undefined) => String(value ?? '');
const matches = (allowed: string, given: string) => {
  const [start = '', end] = allowed.split('*');
  return end === undefined ? allowed === given : given.startsWith(start) && given.endsWith(end);
};

/**
 * What S3 tells a browser by the bucket's rules.
 * @returns the headers of the answer; undefined where no rule allows what a page asks
 */
export function corsHeaders(
  buckets: BucketSpec[],
  { method, url, headers }: Asked,
): Record<string, string> | undefined {
  const origin = text(headers['origin']);
  const bucket = buckets.find(({ name }) => url.startsWith(`/${name}/`));
  const wanted = method === 'OPTIONS' ? text(headers['access-control-request-method']) : method;
  const names = text(headers['access-control-request-headers'])
    .split(',')
    .flatMap((name) => name.trim() || []);
  const rule = bucket?.cors.find(
    (each) =>
      each.origins.some((allowed) => matches(allowed, origin)) &&
      each.methods.includes(wanted) &&
      names.every((name) => each.headers.some((allowed) => matches(allowed, name.toLowerCase()))),
  );
  return (
    rule && {
      'access-control-allow-origin': origin,
      'access-control-allow-methods': rule.methods.join(', '),
      'access-control-allow-headers': names.join(', '),
      'access-control-max-age': String(rule.maxAgeSeconds),
      vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
    }
  );
}
