/**
 * What CloudWatch is told, as lines of a log in its embedded metric format: no call, and no right to make one.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */

/** Units as CloudWatch names them. The alarms and the dashboard of infra/ go by these names. */
const UNITS = {
  // Of one worker, each minute.
  Sessions: 'Count',
  Connected: 'Count',
  Problematic: 'Count',
  WaitingToConnect: 'Count',
  WaitingToPair: 'Count',
  // Of a phone that scans it.
  WaitingForPhone: 'Count',
  Reconnecting: 'Count',
  MemoryBytes: 'Bytes',
  EventLoopDelay: 'Milliseconds',
  // What happened on it since the last line.
  Connects: 'Count',
  Pairings: 'Count',
  ConnectionsLost: 'Count',
  ClientOutdated: 'Count',
  LoggedOut: 'Count',
  OwnershipLost: 'Count',
  StorageTrouble: 'Count',
  CommitTime: 'Milliseconds',
  MessagesSent: 'Count',
  MessagesReceived: 'Count',
  MessagesFailed: 'Count',
  // From the ask for a session to its first code; from the scan until it is connected; from a message's acceptance until
  // WhatsApp has it.
  TimeToQr: 'Milliseconds',
  TimeToReady: 'Milliseconds',
  SendTime: 'Milliseconds',
  // Of a function, as it happens.
  AuthenticationFailures: 'Count',
} as const;
export type MetricName = keyof typeof UNITS;
export const METRIC_NAMES = Object.keys(UNITS) as MetricName[];

/** Several values are kept as such: their percentiles can be asked for. CloudWatch takes a hundred. */
export type Metrics = Partial<Record<MetricName, number | number[]>>;

/** The line's fields. @param at milliseconds since 1970 */
export function embeddedMetrics(namespace: string, metrics: Metrics, at: number): Record<string, unknown> {
  const names = METRIC_NAMES.filter((name) => metrics[name] !== undefined);
  const definition = {
    Namespace: namespace,
    Dimensions: [[]],
    Metrics: names.map((name) => ({ Name: name, Unit: UNITS[name] })),
  };
  return { _aws: { Timestamp: at, CloudWatchMetrics: [definition] }, ...metrics };
}
