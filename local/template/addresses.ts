import { LocalError } from '../localError.ts';
import type { Blueprint } from './blueprint.ts';

/** Addresses of the local system. */
export interface LocalAddresses {
  api: string;
  /** `ws://…` */
  webSocket: string;
  /** The management API. */
  management: string;
  issuer: string;
  console: string;
}

/**
 * The same blueprint with local addresses where it names the cloud's hosts. Those are built from resource ids by text,
 * or are settings of the stage, so there is no single reference that could have been resolved.
 */
export function localised(blueprint: Blueprint, addresses: LocalAddresses): Blueprint {
  const { http, webSocket, identity, functions, worker, buckets } = blueprint;
  const jwksUri = addresses.issuer + new URL(identity.jwksUri).pathname;
  const host = (apiId: string) => `${apiId}\\.execute-api\\.[\\w.-]+`;
  const stage = `(?:/${webSocket.stage})?`;
  const rules: [RegExp, string][] = [
    [new RegExp(`https://${host(webSocket.apiId)}${stage}`, 'g'), addresses.management],
    [new RegExp(`wss://${host(webSocket.apiId)}${stage}`, 'g'), addresses.webSocket],
    [new RegExp(`https://${host(http.apiId)}`, 'g'), addresses.api],
    [/https:\/\/\w+\.cloudfront\.net/g, addresses.console],
  ];
  const localise = (text: string): string => {
    if (text === identity.jwksUri) return jwksUri;
    if (text === identity.issuer) return addresses.issuer;
    const local = rules.reduce((result, [pattern, address]) => result.replaceAll(pattern, address), text);
    if (local.includes('.amazonaws.com')) throw new LocalError(`Nothing on this machine stands for ${local}.`);
    return local;
  };
  const environment = (variables: Record<string, string>) =>
    Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, localise(value)]));
  return {
    ...blueprint,
    buckets: buckets.map(({ name, cors }) => ({
      name,
      cors: cors.map((rule) => ({ ...rule, origins: rule.origins.map(localise) })),
    })),
    functions: functions.map((spec) => ({ ...spec, environment: environment(spec.environment) })),
    worker: { ...worker, environment: environment(worker.environment) },
    identity: { ...identity, issuer: addresses.issuer, jwksUri },
  };
}
