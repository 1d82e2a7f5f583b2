/** Every operation, as callers are told of it: a new one does not compile without its row. */
import type { Operation } from '../http.ts';
import type { Described } from './described.ts';
import { DIRECTORY } from './directory.ts';
import { FORMER } from './former.ts';
import { MESSAGES } from './messages.ts';
import { OPERATOR } from './operator.ts';
import { SESSIONS } from './sessions.ts';
import { TENANT } from './tenant.ts';
import { WEBHOOKS } from './webhooks.ts';

export const OPERATIONS: Record<Operation, Described> = {
  ...SESSIONS,
  ...MESSAGES,
  ...DIRECTORY,
  ...WEBHOOKS,
  ...OPERATOR,
  ...TENANT,
  ...FORMER,
};
