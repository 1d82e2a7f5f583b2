import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import cdk from '../../cdk.json' with { type: 'json' };
import { KeeplineStack } from '../../infra/stack.ts';
import { type Stage, stageNamed } from '../../infra/stages.ts';

/** The template of a stage that differs from `dev`. Takes a second. */
export function templateOf(change: Partial<Stage>): Template {
  const context = { ...cdk.context, '@aws-cdk/core:validateAgainstDefaultRules': false, 'aws:cdk:bundling-stacks': [] };
  return Template.fromStack(new KeeplineStack(new App({ context }), { ...stageNamed('dev'), ...change }));
}
