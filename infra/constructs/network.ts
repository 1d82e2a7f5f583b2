import { FlowLogDestination, GatewayVpcEndpointAwsService, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import { HouseLogGroup } from './houseLogGroup.ts';

/** Public subnets only: the worker speaks to WhatsApp and listens to nobody, so a NAT gateway would be money for nothing. */
export class Network extends Vpc {
  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id, {
      maxAzs: 2,
      natGateways: 0,
      subnetConfiguration: [{ name: 'Public', subnetType: SubnetType.PUBLIC }],
      // These two are free, and keep the table's and the image layers' traffic off the internet.
      gatewayEndpoints: {
        DynamoDb: { service: GatewayVpcEndpointAwsService.DYNAMODB },
        S3: { service: GatewayVpcEndpointAwsService.S3 },
      },
    });
    this.addFlowLog('FlowLog', {
      destination: FlowLogDestination.toCloudWatchLogs(new HouseLogGroup(this, 'FlowLogs', stage)),
    });
  }
}
