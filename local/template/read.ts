import { LocalError } from '../localError.ts';
import type { Blueprint } from './blueprint.ts';
import { ENTRY, type Resource, type Template } from './cloudFormation.ts';
import { functionSpec, identitySpec, workerSpec } from './compute.ts';
import { type Facts, identities } from './identities.ts';
import { resolver } from './resolve.ts';
import { apiSpec } from './routes.ts';
import { bucketSpec, queueSpec, tableSpec } from './storage.ts';
import { eventSourceSpec, scheduleSpecs } from './triggers.ts';

/** The logical ids of the template's KMS keys. */
export const keyIds = (template: Template): string[] => ofType(template, 'AWS::KMS::Key').map(([id]) => id);

/** Reads what local/ makes from the template, with every reference resolved to what exists here. */
export function readBlueprint(template: Template, facts: Facts): Blueprint {
  const identityOf = identities(template, facts);
  const resolve = resolver(template, identityOf);
  const nameOf = (id: string) => String(identityOf(id)?.attributes?.['QueueName'] ?? identityOf(id)?.ref);
  const specs = <T>(types: string[], make: (name: string, properties: unknown) => T) =>
    types
      .flatMap((type) => ofType(template, type))
      .map(([id, resource]) => make(nameOf(id), resolve(resource.Properties)));

  const functions = ofType(template, 'AWS::Lambda::Function')
    .filter(([, resource]) => entryOf(resource) !== undefined)
    .map(([id, { Properties, Metadata }]) => {
      const { Timeout, MemorySize, Environment } = Properties;
      return functionSpec(nameOf(id), String(Metadata[ENTRY]), resolve({ Timeout, MemorySize, Environment }));
    });
  const [, task] = ofType(template, 'AWS::ECS::TaskDefinition').find(([, resource]) => entryOf(resource)) ?? [];
  if (!task) throw new LocalError('The template has no worker: no task definition says its entry file.');

  return {
    tables: specs(['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'], tableSpec),
    queues: specs(['AWS::SQS::Queue'], queueSpec),
    buckets: specs(['AWS::S3::Bucket'], bucketSpec),
    functions,
    eventSources: specs(['AWS::Lambda::EventSourceMapping'], (_, properties) => eventSourceSpec(properties)),
    schedules: specs(['AWS::Events::Rule'], (_, properties) => scheduleSpecs(properties)).flat(),
    http: apiSpec(template, resolve, 'HTTP', functions),
    webSocket: apiSpec(template, resolve, 'WEBSOCKET', functions),
    identity: identitySpec(functions[0]?.environment),
    worker: workerSpec(String(entryOf(task)), resolve(task.Properties)),
  };
}

const entryOf = (resource: Resource): unknown => resource.Metadata[ENTRY];

const ofType = (template: Template, type: string): [string, Resource][] =>
  Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
