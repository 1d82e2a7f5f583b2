import { dirname, join } from 'node:path';
import type { Duration } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { BUNDLES, type Entry } from '../bundles.ts';
import { markEntry, needsBundles } from '../resource.ts';
import type { Stage } from '../stages.ts';
import { HouseLogGroup } from './houseLogGroup.ts';

interface HouseFunctionProps {
  stage: Stage;
  entry: Entry;
  environment: Record<string, string>;
  timeout: Duration;
}

/** A function as this house builds them. */
export class HouseFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, { stage, entry, environment, timeout }: HouseFunctionProps) {
    const logGroup = new HouseLogGroup(scope, `${id}Logs`, stage);
    // A role of its own: the managed policy would let it write to every log group of the account.
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    super(scope, id, {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: needsBundles(scope) ? Code.fromAsset(join(BUNDLES, dirname(entry))) : Code.fromInline('// not bundled'),
      // CPU comes with memory (1,769 MB is one vCPU). Loading the bundle and verifying a token are CPU work, so a smaller
      // function takes longer for the same price.
      memorySize: 1024,
      timeout,
      environment,
      logGroup,
      role,
    });
    markEntry(this, entry);
  }
}
