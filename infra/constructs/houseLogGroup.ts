import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Stage } from '../stages.ts';

/** Every log of the system ends somewhere: a group that is ours, for as long as the stage says. */
export class HouseLogGroup extends LogGroup {
  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id, { retention: stage.logRetention, removalPolicy: stage.removalPolicy });
  }
}
