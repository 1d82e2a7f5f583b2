import type { Context } from '../../lambdas/context.ts';

interface Input {
  Item?: { pk?: string; sk?: string };
  Key?: { pk?: string; sk?: string };
  UpdateExpression?: string;
}

const READS = new Set(['GetCommand', 'QueryCommand', 'BatchGetCommand', 'GetItemCommand', 'BatchGetItemCommand']);
/** The audit log, counts against limits, and when a key was last used: notes of who asked and how often. */
const isNote = ({ Item, Key, UpdateExpression = '' }: Input) =>
  /^[UN]#/.test(String((Item ?? Key)?.pk)) || UpdateExpression === 'SET lastUsedAt = :now';

/** Every change that the functions make, to the table or by a bell: quicker to look at than all of the table. */
export async function watchWrites({
  table,
  bells,
  webhookBells,
  connectionBells,
}: Context): Promise<{ writes: string[] }> {
  const writes: string[] = [];
  table.db.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        const input = args.input as Input;
        const { pk = '', sk = '' } = input.Item ?? input.Key ?? {};
        if (!READS.has(commandName) && !isNote(input)) writes.push(`${commandName} ${pk} ${sk}`);
        return next(args);
      },
    { step: 'initialize', name: 'watchWrites' },
  );
  for (const { sqs } of [bells, webhookBells, connectionBells]) {
    const { client } = await sqs();
    client.middlewareStack.add(
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
