import { CfnOutput } from 'aws-cdk-lib';
import { CfnEIP, FlowLogDestination, GatewayVpcEndpointAwsService, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import { HouseLogGroup } from './houseLogGroup.ts';

/**
 * Public subnets only: the worker speaks to WhatsApp and listens to nobody, so a NAT gateway would be money for nothing,
 * but for an address that stays.
 */
export class Network extends Vpc {
  constructor(scope: Construct, id: string, stage: Stage) {
    const fixed = stage.egress === 'fixed';
    super(scope, id, {
      maxAzs: 2,
      natGateways: fixed ? 1 : 0,
      subnetConfiguration: [
        { name: 'Public', subnetType: SubnetType.PUBLIC },
        ...(fixed ? [{ name: 'Workers', subnetType: SubnetType.PRIVATE_WITH_EGRESS }] : []),
      ],
      // These two are free, and keep the table's and the image layers' traffic off the internet.
      gatewayEndpoints: {
        DynamoDb: { service: GatewayVpcEndpointAwsService.DYNAMODB },
        S3: { service: GatewayVpcEndpointAwsService.S3 },
      },
    });
    const [subnet] = this.publicSubnets;
    const address = fixed && subnet?.node.tryFindChild('EIP');
    if (address instanceof CfnEIP) {
      new CfnOutput(this, 'Egress', { description: 'The address that workers call from', value: address.ref });
    }
    this.addFlowLog('FlowLog', {
      destination: FlowLogDestination.toCloudWatchLogs(new HouseLogGroup(this, 'FlowLogs', stage)),
    });
  }
}
