import { ACCOUNT, REGION } from '../aws.ts';
import { LocalError } from '../localError.ts';
import type { Template } from './cloudFormation.ts';

/** What `Ref` gives for a resource, and `Fn::GetAtt` for its attributes. */
export interface Identity {
  ref: string;
  attributes?: Record<string, string>;
}

const PSEUDO: Record<string, string | undefined> = {
  'AWS::Region': REGION,
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackName': 'keepline-local',
  'AWS::NoValue': undefined,
};

/** Turns a value of the template, with its intrinsic functions, into plain JSON. */
export type Resolve = (value: unknown) => unknown;

/** `identityOf` names the resources that exist here; the others stand for themselves. */
export function resolver(template: Template, identityOf: (logicalId: string) => Identity | undefined): Resolve {
  const resolve: Resolve = (value) => {
    if (Array.isArray(value)) return value.map(resolve).filter((item) => item !== undefined);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [name, argument] = entries[0] ?? ['', undefined];
    if (entries.length === 1 && (name === 'Ref' || name.startsWith('Fn::'))) return call(name, argument);
    return Object.fromEntries(entries.map(([key, item]) => [key, resolve(item)]));
  };

  const text = (value: unknown) => String(resolve(value));
  const list = (value: unknown) => resolve(value) as unknown[];

  function call(name: string, argument: unknown): unknown {
    switch (name) {
      case 'Ref':
        return ref(String(argument));
      case 'Fn::GetAtt': {
        const [id, attribute] = Array.isArray(argument) ? argument : String(argument).split(/\.(.*)/);
        return attributeOf(String(id), String(attribute));
      }
      case 'Fn::Join': {
        const [separator, parts] = argument as [string, unknown];
        return list(parts).join(separator);
      }
      case 'Fn::Sub':
        return substitute(argument);
      case 'Fn::Select': {
        const [index, items] = argument as [unknown, unknown];
        return list(items)[Number(text(index))];
      }
      case 'Fn::Split': {
        const [separator, whole] = argument as [string, unknown];
        return text(whole).split(separator);
      }
      default:
        throw new LocalError(`local/template cannot resolve ${name} yet.`);
    }
  }

  function ref(id: string): string | undefined {
    return id in PSEUDO ? PSEUDO[id] : (identityOf(known(id))?.ref ?? id);
  }

  function attributeOf(id: string, attribute: string): string {
    return identityOf(known(id))?.attributes?.[attribute] ?? `${id}.${attribute}`;
  }

  function known(id: string): string {
    if (!(id in template.Resources)) throw new LocalError(`The template names "${id}", which it does not have.`);
    return id;
  }

  function substitute(argument: unknown): string {
    const [pattern, given] = (Array.isArray(argument) ? argument : [argument, {}]) as [string, Record<string, unknown>];
    return pattern.replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => {
      if (name in given) return text(given[name]);
      return name.includes('.') ? text({ 'Fn::GetAtt': name }) : text({ Ref: name });
    });
  }

  return resolve;
}
