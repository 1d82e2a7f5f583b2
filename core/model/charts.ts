/** How the whole deployment was, over time: what operators see as charts. */
import * as z from 'zod';

/** How far back, and how many seconds one point stands for. */
export const RANGES = { '1h': 60, '6h': 300, '24h': 900, '7d': 7200 } as const;
export const ChartRange = z.enum(['1h', '6h', '24h', '7d']);
export type ChartRange = z.infer<typeof ChartRange>;
export const RANGE_SECONDS: Record<ChartRange, number> = { '1h': 3600, '6h': 21_600, '24h': 86_400, '7d': 604_800 };

export const GetMetrics = z.strictObject({ range: ChartRange.default('1h') });

const some = z.number().optional();

/**
 * What is absent was not told in that time. Sessions are as many as there were on average; the other counts what happened;
 * times are in milliseconds, of the middle one (`…P95`: of the slowest but 5 %).
 */
export const MetricsPoint = z.object({
  at: z.iso.datetime(),
  sessions: some,
  connected: some,
  problematic: some,
  /** For their turn to connect, or to be linked. */
  waiting: some,
  /** They show a QR code. */
  waitingForPhone: some,
  reconnecting: some,
  pairings: some,
  connectionsLost: some,
  /** Unlinked on the phone, by WhatsApp or from here. */
  loggedOut: some,
  messagesSent: some,
  messagesReceived: some,
  messagesFailed: some,
  /** From the ask for a session to its QR code. */
  timeToQr: some,
  timeToQrP95: some,
  /** From the scan until it is connected. */
  timeToReady: some,
  timeToReadyP95: some,
  /** From the acceptance of a message until WhatsApp has it. */
  sendTime: some,
  sendTimeP95: some,
});
export type MetricsPoint = z.infer<typeof MetricsPoint>;
/** The oldest point first; the newest is not over yet. */
export const MetricsAnswer = z.object({
  range: ChartRange,
  periodSeconds: z.int(),
  points: z.array(MetricsPoint),
});
export type MetricsAnswer = z.infer<typeof MetricsAnswer>;
