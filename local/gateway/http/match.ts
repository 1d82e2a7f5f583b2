import type { RouteSpec } from '../../template/blueprint.ts';

export interface Match {
  route: RouteSpec;
  pathParameters: Record<string, string> | undefined;
}

/** The route of an HTTP API for a request: the most specific path wins, then the method before ANY, `$default` last. */
export function routeMatcher(routes: RouteSpec[]): (method: string, path: string) => Match | undefined {
  const fallback = routes.find(({ routeKey }) => routeKey === '$default');
  const candidates = routes
    .filter((route) => route !== fallback)
    .map((route) => {
      const [method = '', path = ''] = route.routeKey.split(' ');
      return { route, method, pattern: patternOf(path), order: orderOf(path) + (method === 'ANY' ? '1' : '0') };
    })
    .sort((a, b) => (a.order < b.order ? -1 : 1));

  return (method, path) => {
    for (const candidate of candidates) {
      const found = [method, 'ANY'].includes(candidate.method) && candidate.pattern.exec(path);
      if (found) return { route: candidate.route, pathParameters: found.groups && decoded(found.groups) };
    }
    return fallback && { route: fallback, pathParameters: undefined };
  };
}

const patternOf = (path: string) =>
  new RegExp(
    `^${path.replaceAll('.', String.raw`\.`).replaceAll(/\{(\w+)(\+?)\}/g, (_, name: string, greedy: string) => `(?<${name}>${greedy ? '.+' : '[^/]+'})`)}$`,
  );

/** Segment by segment: a literal sorts before a parameter, and that before the rest of a path. */
const orderOf = (path: string) =>
  path
    .split('/')
    .map((segment) => (segment.endsWith('+}') ? '2' : segment.startsWith('{') ? '1' : '0'))
    .join('');

const decoded = (parameters: Record<string, string>) =>
  Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, decode(value)]));

/** Percent-decoded, or as it is when it cannot be. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
