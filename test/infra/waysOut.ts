/** By which way each subnet of the workers reaches WhatsApp, and what it reaches without leaving AWS. */
import * as z from 'zod';
import type { Resources } from './devResources.ts';

const Ref = z.object({ Ref: z.string() }).transform(({ Ref: id }) => id);
const Service = z.object({
  NetworkConfiguration: z.object({
    AwsvpcConfiguration: z.object({ AssignPublicIp: z.string(), Subnets: z.array(Ref) }),
  }),
});
const Subnet = z.object({ VpcId: Ref });
const Association = z.object({ SubnetId: Ref, RouteTableId: Ref });
const Route = z.object({
  RouteTableId: Ref,
  DestinationCidrBlock: z.string(),
  GatewayId: Ref.optional(),
  NatGatewayId: Ref.optional(),
});
const Attachment = z.object({ VpcId: Ref, InternetGatewayId: Ref });
const Nat = z.object({ SubnetId: Ref, AllocationId: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }) });
const Endpoint = z.object({ RouteTableIds: z.array(Ref), ServiceName: z.unknown() });

/** `['an address of its own, internet', 'DynamoDb', 'S3']` for each. Throws where a subnet has no way out. */
export function waysOut(resources: Resources): string[][] {
  const all = <S extends z.ZodType>(type: string, schema: S): [string, z.infer<S>][] =>
    Object.entries(resources)
      .filter(([, { Type }]) => Type === type)
      .map(([id, { Properties }]) => [id, schema.parse(Properties)]);
  const one = <T>(found: [string, T] | undefined, what: string): [string, T] => {
    if (!found) throw new Error(`There is no ${what}.`);
    return found;
  };

  const [, service] = one(all('AWS::ECS::Service', Service)[0], 'service');
  const { AssignPublicIp, Subnets } = service.NetworkConfiguration.AwsvpcConfiguration;

  const tableOf = (subnet: string): string => {
    const associations = all('AWS::EC2::SubnetRouteTableAssociation', Association);
    const [, { RouteTableId }] = one(
      associations.find(([, { SubnetId }]) => SubnetId === subnet),
      `route table of ${subnet}`,
    );
    one(
      all('AWS::EC2::RouteTable', z.unknown()).find(([id]) => id === RouteTableId),
      RouteTableId,
    );
    return RouteTableId;
  };

  const wayOf = (subnet: string): string => {
    const [, { VpcId }] = one(
      all('AWS::EC2::Subnet', Subnet).find(([id]) => id === subnet),
      subnet,
    );
    const [, route] = one(
      all('AWS::EC2::Route', Route).find(
        ([, { RouteTableId, DestinationCidrBlock }]) =>
          RouteTableId === tableOf(subnet) && DestinationCidrBlock === '0.0.0.0/0',
      ),
      `route out of ${subnet}`,
    );
    const { GatewayId, NatGatewayId } = route;
    if (NatGatewayId) {
      const [, nat] = one(
        all('AWS::EC2::NatGateway', Nat).find(([id]) => id === NatGatewayId),
        NatGatewayId,
      );
      one(
        all('AWS::EC2::EIP', z.unknown()).find(([id]) => id === nat.AllocationId['Fn::GetAtt'][0]),
        `address of ${NatGatewayId}`,
      );
      return `one address, ${wayOf(nat.SubnetId)}`;
    }
    one(
      all('AWS::EC2::InternetGateway', z.unknown()).find(([id]) => id === GatewayId),
      `gateway of ${subnet}`,
    );
    one(
      all('AWS::EC2::VPCGatewayAttachment', Attachment).find(
        ([, attached]) => attached.VpcId === VpcId && attached.InternetGatewayId === GatewayId,
      ),
      `attachment of ${GatewayId}`,
    );
    return 'internet';
  };

  return Subnets.map((subnet) => {
    const within = all('AWS::EC2::VPCEndpoint', Endpoint).filter(([, { RouteTableIds }]) =>
      RouteTableIds.includes(tableOf(subnet)),
    );
    const own = AssignPublicIp === 'ENABLED' ? 'an address of its own, ' : '';
    const names = within.map(([, { ServiceName }]) => /\.(\w+)"/.exec(JSON.stringify(ServiceName))?.[1] ?? '');
    return [`${own}${wayOf(subnet)}`, ...names.sort()];
  });
}
