/** What so many sessions ask of AWS, by what was measured of one. */
import { USE, WORKER } from './assumptions.ts';

/** By `npm run bench -- units`, indexes included; each DynamoDB unit is exact, and the same on any machine. */
export interface Units {
  pairing: { write: number; read: number };
  sent: { write: number; read: number };
  received: { write: number; read: number };
}

/** A month has so many of them. */
const DAYS = 365 / 12;
export const SECONDS_A_MONTH = DAYS * 86_400;
/** The busiest hour has a tenth of the day. */
export const PEAK = 2.4;

/** A worker's own writes and reads: it renews its lease each second, and looks at all others. */
const ROW_KILOBYTES = 0.3;
const LOOKS_A_SECOND = 1;
/** Of a session where no bell comes, its worker reads the row and the outbox once a minute. */
const READS_A_MINUTE = 2;
const POLLS_A_SECOND = 2 / 20;
/** Lambda asks the two queues that it hears with five long polls each. */
const LAMBDA_POLLS_A_SECOND = (2 * 5) / 20;
/** A connection's bell goes round each 15 minutes until its token ends: sent, taken and deleted. */
const BELL_MINUTES = 15;
const BELL_REQUESTS = 3;
/** Claim, entry, row, checkpoint and the reads that come with them, a time that a session changes hands or connects. */
const RECONNECT = { write: 6, read: 12 };
/** A message's row, its journal entries until they expire, its place in the indexes. */
const MESSAGE_KILOBYTES = 4;
const SESSION_KILOBYTES = 120;
const LOG_KILOBYTES_A_MESSAGE = 1;
const EVENTS_A_MESSAGE = { sent: 4, received: 1 };
const LAMBDA_GIGABYTES = 1;
const LAMBDA_SECONDS = 0.05;

export interface Demand {
  workers: number;
  /** A month. */
  writes: number;
  reads: number;
  calls: number;
  lambdaGigabyteSeconds: number;
  httpRequests: number;
  socketMessages: number;
  socketMinutes: number;
  queueRequests: number;
  keyRequests: number;
  filePuts: number;
  /** Kept, once the deployment has run for a month. */
  tableGigabytes: number;
  fileGigabytes: number;
  logGigabytes: number;
}

/**
 * @param sessions linked, and connected all day
 * @param workers one more than needed, where nothing is said: one may fail, or be replaced
 */
export function demandOf(sessions: number, units: Units, workers = Math.ceil(sessions / WORKER.sessions) + 1): Demand {
  const monthly = (aDay: number) => sessions * aDay * DAYS;
  const [sent, received] = [monthly(USE.sentADay), monthly(USE.receivedADay)];
  const reconnects = monthly(USE.reconnectsADay);
  const pairings = sessions * USE.pairingsAMonth;
  const looks = workers * SECONDS_A_MONTH * LOOKS_A_SECOND;
  const events = sent * EVENTS_A_MESSAGE.sent + received * EVENTS_A_MESSAGE.received;
  const requests = monthly(USE.requestsADay) + sent;
  const pushes = events * USE.watchedShare;
  const deliveries = events * USE.webhooks;
  const files = (sent + received) * USE.filesShare;
  const socketMinutes = (sessions * USE.watchedShare * SECONDS_A_MONTH) / 60;
  const bells = socketMinutes / BELL_MINUTES;
  const calls = requests + deliveries + bells;
  return {
    workers,
    writes:
      pairings * units.pairing.write +
      sent * units.sent.write +
      received * units.received.write +
      reconnects * RECONNECT.write +
      deliveries +
      looks,
    reads:
      pairings * units.pairing.read +
      sent * units.sent.read +
      received * units.received.read +
      reconnects * RECONNECT.read +
      deliveries +
      (sessions * READS_A_MINUTE * SECONDS_A_MONTH) / 60 +
      looks * Math.ceil((workers * ROW_KILOBYTES) / 4),
    calls,
    lambdaGigabyteSeconds: calls * LAMBDA_SECONDS * LAMBDA_GIGABYTES,
    httpRequests: requests,
    socketMessages: pushes,
    socketMinutes,
    queueRequests:
      (sent + deliveries) * 2 +
      bells * BELL_REQUESTS +
      (workers * POLLS_A_SECOND + LAMBDA_POLLS_A_SECOND) * SECONDS_A_MONTH,
    keyRequests: reconnects + pairings,
    filePuts: files,
    tableGigabytes: (sessions * SESSION_KILOBYTES + (sent + received) * MESSAGE_KILOBYTES) / 1e6,
    fileGigabytes: (files * USE.fileMegabytes) / 1e3,
    logGigabytes: ((sent + received) * LOG_KILOBYTES_A_MESSAGE) / 1e6,
  };
}
