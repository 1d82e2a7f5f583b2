import type { Context } from '../../lambdas/context.ts';

interface Input {
  Item?: { pk?: unknown };
  Key?: { pk?: unknown };
  UpdateExpression?: string;
}

const READS = new Set(['GetCommand', 'QueryCommand', 'BatchGetCommand', 'GetItemCommand', 'BatchGetItemCommand']);
/** The audit log, counts against limits, and when a key was last used: notes of who asked and how often. */
const isNote = ({ Item, Key, UpdateExpression = '' }: Input) =>
  /^[UN]#/.test(String((Item ?? Key)?.pk)) || UpdateExpression === 'SET lastUsedAt = :now';

/** Every change that the functions make, to the table or by a bell: quicker to look at than all of the table. */
export function watchWrites({ table, bells, webhookBells }: Context): { writes: string[] } {
  const writes: string[] = [];
  table.db.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        const input = args.input as Input;
        if (!READS.has(commandName) && !isNote(input))
          writes.push(`${commandName} ${String((input.Item ?? input.Key)?.pk)}`);
        return next(args);
      },
    { step: 'initialize', name: 'watchWrites' },
  );
  for (const { sqs } of [bells, webhookBells]) {
    sqs.middlewareStack.add(
      (next, { commandName = '' }) =>
        (args) => {
          writes.push(commandName);
          return next(args);
        },
      { step: 'initialize', name: 'watchWrites' },
    );
  }
  return { writes };
}
