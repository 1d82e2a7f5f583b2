import { Duration, Validations } from 'aws-cdk-lib';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { AdjustmentType } from 'aws-cdk-lib/aws-applicationautoscaling';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import { ENTRIES, ROOT } from '../bundles.ts';
import { metricsNamespace, ours } from '../metrics.ts';
import { markEntry } from '../resource.ts';
import type { Stage } from '../stages.ts';
import { HouseLogGroup } from './houseLogGroup.ts';
import type { CredentialsKey } from './key.ts';
import type { MediaBucket } from './mediaBucket.ts';
import { Network } from './network.ts';
import type { Queues } from './queues.ts';
import type { Table } from './table.ts';
import type { WebSocketApi } from './webSocketApi.ts';

const HEALTH_PORT = '8080';
const HEALTH_CHECK = `fetch('http://127.0.0.1:${HEALTH_PORT}/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))`;

interface WorkerProps {
  stage: Stage;
  table: Table;
  queues: Queues;
  key: CredentialsKey;
  media: MediaBucket;
  webSocketApi: WebSocketApi;
}

/** Shares of the service's tasks. */
const spot = (percent: number): ecs.CapacityProviderStrategy[] =>
  [
    { capacityProvider: 'FARGATE_SPOT', weight: percent },
    { capacityProvider: 'FARGATE', weight: 100 - percent },
  ].filter(({ weight }) => weight > 0);

/** The workers: a Fargate service that holds the sessions' sockets. Nothing calls it; it hears bells. */
export class Worker extends Construct {
  readonly service: ecs.FargateService;

  constructor(scope: Construct, id: string, { stage, table, queues, key, media, webSocketApi }: WorkerProps) {
    super(scope, id);
    const arm = stage.worker.architecture === 'arm64';
    const task = new ecs.FargateTaskDefinition(this, 'Task', {
      cpu: stage.worker.cpu,
      memoryLimitMiB: stage.worker.memory,
      runtimePlatform: {
        cpuArchitecture: arm ? ecs.CpuArchitecture.ARM64 : ecs.CpuArchitecture.X86_64,
        operatingSystemFamily: ecs.OperatingSystemFamily.LINUX,
      },
      // The root is read-only; /tmp is bounded by the task's ephemeral storage (20 GiB) and goes with the task.
      volumes: [{ name: 'tmp' }],
    });
    markEntry(task, ENTRIES.worker);
    const container = task.addContainer('Worker', {
      image: ecs.ContainerImage.fromAsset(ROOT, {
        file: 'infra/worker.Dockerfile',
        platform: arm ? Platform.LINUX_ARM64 : Platform.LINUX_AMD64,
        exclude: ['*', '!infra/worker.Dockerfile', '!dist/worker'],
      }),
      environment: {
        TABLE_NAME: table.name,
        REQUESTS_QUEUE_URL: queues.requestsUrl,
        WORKER_QUEUE_PREFIX: queues.workerPrefix,
        WEBHOOKS_QUEUE_URL: queues.webhooks.queueUrl,
        KMS_KEY_ID: key.id,
        MEDIA_BUCKET: media.name,
        WEBSOCKET_ENDPOINT: webSocketApi.endpoint,
        HEALTH_PORT,
        MAX_SESSIONS: String(stage.worker.maxSessions),
        MAX_PAIRINGS: String(stage.worker.maxPairings),
        CONNECTS_PER_SECOND: String(stage.worker.connectsPerSecond),
        SEND_BURST: String(stage.sending.burst),
        SENDS_PER_MINUTE: String(stage.sending.perMinute),
        COLD_SEND_WEIGHT: String(stage.sending.coldWeight),
        COLD_PAUSE_SECONDS: String(stage.sending.coldPauseSeconds),
        PROXIES_ALLOW_PRIVATE: String(stage.worker.proxiesAllowPrivate),
        // Connecting many sessions makes V8's young generation as large as it may be, and it stays so: 100 MB by default.
        NODE_OPTIONS: '--max-semi-space-size=8',
        METRICS_NAMESPACE: metricsNamespace(stage),
        PRELOAD_CHATS_TYPE: stage.preloadChats.type,
        PRELOAD_CHATS_LIMIT: String(stage.preloadChats.limit),
      },
      readonlyRootFilesystem: true,
      // Fargate's longest: time to commit what is under way and hand every session back.
      stopTimeout: Duration.seconds(120),
      // ECS does not read the image's own health check.
      healthCheck: {
        command: ['CMD', 'node', '-e', HEALTH_CHECK],
        interval: Duration.seconds(10),
        timeout: Duration.seconds(5),
        startPeriod: Duration.seconds(60),
      },
      logging: ecs.LogDriver.awsLogs({
        logGroup: new HouseLogGroup(this, 'Logs', stage),
        streamPrefix: 'worker',
        // A slow log must not stop the event loop that renews the heartbeat.
        mode: ecs.AwsLogDriverMode.NON_BLOCKING,
      }),
    });
    container.addMountPoints({ sourceVolume: 'tmp', containerPath: '/tmp', readOnly: false });

    table.grantRows(task.taskRole, 'PutItem', 'DeleteItem', 'BatchGetItem', 'BatchWriteItem');
    queues.grantRing(task.taskRole);
    queues.grantAnswer(task.taskRole);
    queues.grantRingWebhooks(task.taskRole);
    key.grantWrap(task.taskRole);
    media.grantTransfer(task.taskRole);
    media.grantErase(task.taskRole);
    webSocketApi.grantPush(task.taskRole);

    const cluster = new ecs.Cluster(this, 'Cluster', {
      vpc: new Network(this, 'Network', stage),
      containerInsightsV2: ecs.ContainerInsights.ENABLED,
      enableFargateCapacityProviders: stage.worker.spotPercent > 0,
    });
    this.service = new ecs.FargateService(this, 'Service', {
      cluster,
      taskDefinition: task,
      assignPublicIp: stage.egress === 'public',
      ...(stage.worker.spotPercent > 0 && { capacityProviderStrategies: spot(stage.worker.spotPercent) }),
      circuitBreaker: { rollback: true },
      // The new workers are up before the old ones hand over.
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
    });
    this.#scale(stage, queues);
    Validations.of(task.obtainExecutionRole()).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'ecr:GetAuthorizationToken, which starts every pull of an image, is for no resource in particular.',
    });
    Validations.of(task).acknowledge({
      id: 'AwsSolutions-ECS2',
      reason: 'The variables are names and addresses of our own resources; there is no secret among them.',
    });
  }

  /** How many there are is no part of the service: a deployment would set it back. */
  #scale(stage: Stage, { requests }: Queues): void {
    const { worker } = stage;
    const scaling = this.service.autoScaleTaskCount({ minCapacity: worker.count, maxCapacity: worker.maxCount });
    // Sessions move when a worker goes: seldom, and one worker at a time.
    const pace = { scaleOutCooldown: Duration.minutes(2), scaleInCooldown: Duration.minutes(15) };
    scaling.scaleOnMemoryUtilization('Memory', { targetUtilizationPercent: 70, ...pace });
    scaling.scaleToTrackCustomMetric('Sessions', {
      metric: ours(stage, 'Sessions', 'Average'),
      targetValue: worker.maxSessions * 0.75,
      ...pace,
    });
    scaling.scaleOnMetric('Waiting', {
      metric: requests.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) }),
      adjustmentType: AdjustmentType.CHANGE_IN_CAPACITY,
      scalingSteps: [
        { upper: 0, change: 0 },
        { lower: 20, change: 1 },
        { lower: 200, change: 3 },
      ],
      cooldown: pace.scaleOutCooldown,
    });
  }
}
