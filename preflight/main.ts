/** `npm run -s preflight -- [--stage NAME]`: what would stand in the way of a first deployment. Ends with 1 where something does. */
import { parseArgs } from 'node:util';
import cdk from '../cdk.json' with { type: 'json' };
import { stageNamed } from '../infra/stages.ts';
import { preflight } from './preflight.ts';
import { reason } from './verdict.ts';

const USAGE = 'npm run -s preflight -- [--stage NAME]';

function chosen() {
  const { values } = parseArgs({ options: { stage: { type: 'string', default: cdk.context.stage } } });
  return stageNamed(values.stage);
}

try {
  const verdicts = await preflight(chosen());
  for (const { is, what, todo } of verdicts) {
    console.log(`${is.padEnd(7)}  ${what}`);
    if (todo) console.log(`${' '.repeat(9)}${todo}`);
  }
  const problems = verdicts.filter(({ is }) => is === 'problem').length;
  console.log(problems === 0 ? '\nNothing stands in the way.' : `\n${problems} to mend before you deploy.`);
  if (problems > 0) process.exitCode = 1;
} catch (error) {
  console.error(`${reason(error)}\n${USAGE}`);
  process.exitCode = 1;
}
