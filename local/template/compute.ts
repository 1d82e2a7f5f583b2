import * as z from 'zod';
import type { FunctionSpec, IdentitySpec, WorkerSpec } from './blueprint.ts';

const FunctionProperties = z.object({
  Timeout: z.number().default(3),
  MemorySize: z.number().default(128),
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }).default({ Variables: {} }),
});

export function functionSpec(name: string, entry: string, properties: unknown): FunctionSpec {
  const { Timeout, MemorySize, Environment } = FunctionProperties.parse(properties);
  return {
    name,
    entry,
    file: entry,
    timeoutSeconds: Timeout,
    memoryMb: MemorySize,
    environment: Environment.Variables,
  };
}

const TaskProperties = z.object({
  ContainerDefinitions: z.tuple([
    z.object({
      Environment: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
      StopTimeout: z.number().default(30),
      HealthCheck: z
        .object({
          Interval: z.number().default(30),
          Timeout: z.number().default(5),
          Retries: z.number().default(3),
          StartPeriod: z.number().default(0),
        })
        .prefault({}),
    }),
  ]),
});

export function workerSpec(entry: string, properties: unknown): WorkerSpec {
  const [container] = TaskProperties.parse(properties).ContainerDefinitions;
  const { Interval, Timeout, Retries, StartPeriod } = container.HealthCheck;
  return {
    entry,
    file: entry,
    stopTimeoutSeconds: container.StopTimeout,
    health: { interval: Interval, timeout: Timeout, retries: Retries, startPeriod: StartPeriod },
    environment: Object.fromEntries(container.Environment.map(({ Name, Value }) => [Name, Value])),
  };
}

const IdentityVariables = z.object({
  OIDC_ISSUER: z.string(),
  OIDC_JWKS_URI: z.string(),
  OIDC_AUDIENCE: z.string(),
  OIDC_TENANT_CLAIM: z.string().default('sub'),
  OIDC_ROLE_CLAIM: z.string().default('cognito:groups'),
});

/** The identity provider that a function's environment names. */
export function identitySpec(environment: unknown): IdentitySpec {
  const variables = IdentityVariables.parse(environment);
  return {
    issuer: variables.OIDC_ISSUER,
    jwksUri: variables.OIDC_JWKS_URI,
    audience: variables.OIDC_AUDIENCE,
    tenantClaim: variables.OIDC_TENANT_CLAIM,
    roleClaim: variables.OIDC_ROLE_CLAIM,
  };
}
