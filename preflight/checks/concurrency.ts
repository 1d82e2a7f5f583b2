import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Question } from '../ask.ts';
import { needs } from '../needs.ts';
import { raising } from '../raising.ts';
import { ok, problem } from '../verdict.ts';

/** What AWS gives accounts that are not new, at once and for nothing. */
const USUAL = 1_000;

/** How many functions may run at a time in the account. New accounts have 10, whatever Service Quotas says the default is. */
export const concurrency: Question = {
  about: "Lambda's concurrency",
  right: 'lambda:GetAccountSettings',
  async ask(stage) {
    const { AccountLimit } = await new LambdaClient({ region: stage.region }).send(new GetAccountSettingsCommand());
    const free = AccountLimit?.UnreservedConcurrentExecutions;
    if (free === undefined) throw new Error('It has no value.');
    const need = needs.functions(stage);
    return free >= need
      ? ok(`Lambda runs ${free.toLocaleString('en')} functions at a time; "${stage.name}" needs ${need} at the most.`)
      : problem(
          `Lambda runs ${free} functions at a time; "${stage.name}" may need ${need}. Above it callers are refused (503).`,
          `Ask AWS for more: ${raising('lambda', 'L-B99A9384', Math.max(USUAL, need), stage)}`,
        );
  },
};
