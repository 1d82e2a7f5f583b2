import type { AwsUrls } from './aws.ts';
import { startCloudWatch } from './cloudwatch/start.ts';
import { startDynamoDb } from './dynamodb/start.ts';
import { startGateway } from './gateway/start.ts';
import { startKms } from './kms/start.ts';
import { listen } from './listen.ts';
import type { Ports } from './ports.ts';
import { startS3 } from './s3/start.ts';
import { startSqs } from './sqs/start.ts';
import type { Traffic } from './traffic/traffic.ts';
import { watchTraffic } from './traffic/watchTraffic.ts';

/** Opens every address of ours. The data services answer at once; the gateway, the console and the issuer when told what. */
export async function openDoors(stack: AsyncDisposableStack, stateDir: string, ports: Ports, traffic?: Traffic) {
  const api = stack.use(await startGateway(ports.api));
  const page = stack.use(await listen('the console', ports.console));
  const issuer = stack.use(await listen('sign-in', ports.identity));
  const dynamodb = stack.use(await startDynamoDb(stateDir, ports.dynamodb));
  const sqs = stack.use(await startSqs(stateDir, ports.sqs));
  const s3 = stack.use(await startS3(stateDir, ports.s3));
  const kms = stack.use(await startKms(stateDir, ports.kms));
  const cloudwatch = stack.use(await startCloudWatch(stateDir, ports.cloudwatch));
  if (traffic) {
    watchTraffic(dynamodb.server, 'dynamodb', traffic);
    watchTraffic(sqs.server, 'sqs', traffic);
    watchTraffic(s3.server, 's3', traffic);
    watchTraffic(kms.server, 'kms', traffic);
    watchTraffic(cloudwatch.server, 'cloudwatch', traffic);
    watchTraffic(api.server, 'management', traffic);
  }
  const awsUrls: AwsUrls = {
    dynamodb: dynamodb.url,
    sqs: sqs.url,
    s3: s3.url,
    kms: kms.url,
    cloudwatch: cloudwatch.url,
  };
  return { api, page, issuer, sqs, s3, kms, cloudwatch, awsUrls };
}
export type Doors = Awaited<ReturnType<typeof openDoors>>;
