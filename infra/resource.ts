import { CfnResource, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Entry } from './bundles.ts';

/** The CloudFormation resource that a construct stands for. */
function resourceOf(construct: Construct): CfnResource {
  const resource = construct.node.defaultChild;
  if (!resource || !CfnResource.isCfnResource(resource)) throw new Error(`${construct.node.path} is no resource.`);
  return resource;
}

export const logicalId = (construct: Construct): string => Stack.of(construct).getLogicalId(resourceOf(construct));

/** Names the source file that a resource runs, for those who run it from the template without AWS. */
export function markEntry(construct: Construct, entry: Entry): void {
  resourceOf(construct).addMetadata('keepline:entry', entry);
}

/** False where only the template is wanted: nothing in dist/ is needed then. */
export const needsBundles = (scope: Construct): boolean => Stack.of(scope).bundlingRequired;
