/** A worker that reaches nothing does nothing: WhatsApp, the table, and the image that it is made of. */
import { expect, test } from 'vitest';
import * as z from 'zod';
import { devResources, Resources } from './devResources.ts';
import { templateOf } from './templateOf.ts';
import { waysOut } from './waysOut.ts';

const resources = devResources();
const propertiesOf = (type: string) =>
  Object.values(resources)
    .filter(({ Type }) => Type === type)
    .map(({ Properties }) => z.looseObject({}).parse(Properties));

test('from each of two zones workers reach the internet with addresses of their own, table and files without it', () => {
  const way = ['an address of its own, internet', 'dynamodb', 's3'];
  expect(waysOut(resources)).toEqual([way, way]);
});

test('with a fixed address all leave by that one, and still reach table and files without it', () => {
  const fixed = Resources.parse(templateOf({ egress: 'fixed' }).toJSON()['Resources']);
  const way = ['one address, internet', 'dynamodb', 's3'];
  expect(waysOut(fixed)).toEqual([way, way]);
});

test('nobody reaches a worker from outside, and who speaks to whom is kept in a log', () => {
  expect(propertiesOf('AWS::EC2::SecurityGroup')).toEqual([
    expect.objectContaining({
      SecurityGroupEgress: [expect.objectContaining({ CidrIp: '0.0.0.0/0', IpProtocol: '-1' })],
    }),
  ]);
  expect(propertiesOf('AWS::EC2::SecurityGroup')[0]).not.toHaveProperty('SecurityGroupIngress');
  expect(propertiesOf('AWS::EC2::SecurityGroupIngress')).toEqual([]);
  expect(propertiesOf('AWS::EC2::FlowLog')).toMatchObject([
    {
      ResourceId: { Ref: expect.stringMatching(/^WorkerNetwork/) as string },
      TrafficType: 'ALL',
      LogGroupName: { Ref: expect.stringMatching(/^WorkerNetworkFlowLogs/) as string },
    },
  ]);
});
