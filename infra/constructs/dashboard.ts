import { Dashboard as Board, GraphWidget, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { ours } from '../metrics.ts';
import type { Stage } from '../stages.ts';
import type { Queues } from './queues.ts';
import type { Worker } from './worker.ts';

interface DashboardProps {
  stage: Stage;
  queues: Queues;
  worker: Worker;
}

/** How the deployment is, at a glance: sessions, what happens to them, the workers, the queues. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, { stage, queues, worker }: DashboardProps) {
    super(scope, id);
    const graph = (title: string, ...left: IMetric[]) => new GraphWidget({ title, left, width: 12 });
    const sum = (...names: string[]) => names.map((name) => ours(stage, name, 'Sum'));
    const board = new Board(this, 'Board', { dashboardName: `keepline-${stage.name}` });
    board.addWidgets(
      graph(
        'Sessions',
        ...sum('Sessions', 'Connected', 'Reconnecting', 'Problematic'),
        ...sum('WaitingToConnect', 'WaitingToPair', 'WaitingForPhone'),
      ),
      graph('What happens to them', ...sum('Pairings', 'Connects', 'ConnectionsLost', 'LoggedOut', 'ClientOutdated')),
      graph('Messages', ...sum('MessagesSent', 'MessagesReceived', 'MessagesFailed')),
      graph('Times (ms, p95)', ...['TimeToQr', 'TimeToReady', 'SendTime'].map((name) => ours(stage, name, 'p95'))),
      graph('Commits (ms)', ours(stage, 'CommitTime', 'p50'), ours(stage, 'CommitTime', 'p99')),
      graph('Workers: memory', worker.service.metricMemoryUtilization(), worker.service.metricCpuUtilization()),
      graph('Event loop (ms)', ours(stage, 'EventLoopDelay', 'Maximum')),
      graph('Trouble', ...sum('StorageTrouble', 'OwnershipLost', 'AuthenticationFailures')),
      graph(
        'Oldest request and bell (s)',
        queues.requests.metricApproximateAgeOfOldestMessage(),
        queues.webhooks.metricApproximateAgeOfOldestMessage(),
      ),
    );
  }
}
