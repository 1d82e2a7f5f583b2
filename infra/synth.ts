/** The template of the dev stage, without bundles and without checks. Usage: node infra/synth.ts OUTDIR */
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import cdk from '../cdk.json' with { type: 'json' };
import { KeeplineStack } from './stack.ts';
import { stageNamed } from './stages.ts';

/** Synthesises into `outdir` and answers the path of the stack's template (CloudFormation as JSON). */
export function synthesize(outdir: string): string {
  const context = { ...cdk.context, '@aws-cdk/core:validateAgainstDefaultRules': false, 'aws:cdk:bundling-stacks': [] };
  const app = new App({ outdir, context });
  const stack = new KeeplineStack(app, stageNamed('dev'));
  return join(app.synth().directory, stack.templateFile);
}

if (import.meta.main) {
  const [outdir] = process.argv.slice(2);
  if (!outdir) throw new Error('Usage: node infra/synth.ts OUTDIR');
  console.log(synthesize(outdir));
}
