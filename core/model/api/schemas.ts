/** The contract's schemas as JSON Schema; those that it exports are components under their names. */
import * as z from 'zod';
import * as aliases from '../aliases.ts';
import * as apiKeys from '../apiKeys.ts';
import * as audit from '../audit.ts';
import * as charts from '../charts.ts';
import * as chats from '../chats.ts';
import * as content from '../content.ts';
import * as directory from '../directory.ts';
import * as events from '../events.ts';
import * as exports from '../exports.ts';
import * as frames from '../frames.ts';
import * as groups from '../groups.ts';
import * as http from '../http.ts';
import * as ids from '../ids.ts';
import * as jid from '../jid.ts';
import * as leads from '../leads.ts';
import * as media from '../media.ts';
import * as message from '../message.ts';
import * as operations from '../operations.ts';
import * as operator from '../operator.ts';
import * as principal from '../principal.ts';
import * as session from '../session.ts';
import * as settings from '../settings.ts';
import * as tally from '../tally.ts';
import * as upkeep from '../upkeep.ts';
import * as webhooks from '../webhooks.ts';
import * as whatsappVersion from '../whatsappVersion.ts';
import * as errorAnswer from './errorAnswer.ts';
import { AT, type Json, openAnd } from './openAnd.ts';
import { tell } from './words.ts';

/** The general ones first: what has two names goes by the first. */
const MODULES = {
  ids,
  jid,
  session,
  content,
  media,
  message,
  chats,
  groups,
  operations,
  events,
  http,
  frames,
  directory,
};
const FURTHER = {
  aliases,
  apiKeys,
  audit,
  charts,
  exports,
  leads,
  operator,
  principal,
  settings,
  tally,
  upkeep,
  webhooks,
};
const ALL = { ...MODULES, ...FURTHER, whatsappVersion, errorAnswer };
const NAMES = new Map<z.ZodType, string>();
for (const exported of Object.values(ALL)) {
  for (const [name, one] of Object.entries<unknown>(exported)) {
    if (one instanceof z.ZodType && !NAMES.has(one)) NAMES.set(one, name);
  }
}

/** The end of a key whose schema is wanted itself, and not a reference to it. */
export const APART = '?';

/**
 * @param io as callers write it, or as they get it
 * @param wanted by any key
 * @returns the schema of each, which is a reference where it has a name, and the components that they refer to
 */
export function toSchemas(io: 'input' | 'output', wanted: ReadonlyMap<string, z.ZodType>) {
  const registry = z.registry<{ id: string }>();
  for (const [schema, id] of NAMES) registry.add(schema, { id });
  for (const [id, schema] of wanted) if (!NAMES.has(schema)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    io,
    unrepresentable: 'any',
    uri: (id) => AT + id,
    override: ({ jsonSchema }) => tidy(jsonSchema),
  }) as { schemas: Record<string, Json> };
  tell(schemas);
  const all = openAnd(schemas);
  const found = Object.fromEntries(
    [...wanted].map(([id, schema]) => {
      const name = NAMES.get(schema);
      if (name === undefined) return [id, all[id] ?? {}];
      return [id, id.endsWith(APART) ? (all[name] ?? {}) : { $ref: AT + name }];
    }),
  );
  const components = reachable(found, all);
  const nameless = Object.keys(components).filter((name) => wanted.has(name));
  if (nameless.length > 0) throw new Error(`others are made of what is not exported: ${nameless.join(', ')}`);
  return { found, components };
}

/** Without what says nothing: patterns of formats, and the bounds of all numbers. */
function tidy(schema: Json): void {
  if (schema['format'] === 'date-time' || schema['format'] === 'base64') delete schema['pattern'];
  if (schema['minimum'] === Number.MIN_SAFE_INTEGER) delete schema['minimum'];
  if (schema['maximum'] === Number.MAX_SAFE_INTEGER) delete schema['maximum'];
}

/** The components that are referred to, and those that they refer to. */
function reachable(from: unknown, all: Record<string, Json>): Record<string, Json> {
  const kept: Record<string, Json> = {};
  const visit = (value: unknown): void => {
    for (const [, name = ''] of JSON.stringify(value).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)) {
      const schema = all[name];
      if (!schema || kept[name]) continue;
      kept[name] = schema;
      visit(schema);
    }
  };
  visit(from);
  return kept;
}

/** Components of what callers write and of what they get: a name means one thing. */
export function both(asked: Record<string, Json>, given: Record<string, Json>): Record<string, Json> {
  const other = Object.keys(asked).filter(
    (name) => given[name] && JSON.stringify(asked[name]) !== JSON.stringify(given[name]),
  );
  if (other.length > 0) throw new Error(`written in one form and given in another: ${other.join(', ')}`);
  return { ...asked, ...given };
}
