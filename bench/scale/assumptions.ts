/** What a deployment is asked to do, and what AWS asks for it. Change these to see another one. */

/** Of each session. */
export const USE = {
  sentADay: 50,
  receivedADay: 100,
  /** Of the messages, how many carry a file, and how large it is. */
  filesShare: 0.1,
  fileMegabytes: 0.3,
  /** New links and links made anew, a month. */
  pairingsAMonth: 0.3,
  /** Connections lost and made again, by the network or a deployment. */
  reconnectsADay: 4,
  /** Of the sessions, how many have a page or a program connected to the WebSocket, on average over the day. */
  watchedShare: 0.1,
  /** HTTP requests beside those that send. */
  requestsADay: 20,
  /** Webhooks that each event goes to. */
  webhooks: 1,
};

/** Of one worker, as the production stage has it. */
export const WORKER = { vcpu: 1, gigabytes: 4, sessions: 1_000, connectsASecond: 10 };

/** Of a stage: 19 of infra/constructs/alarms.ts, and 5 that the service's scaling makes. */
export const ALARMS = 24;

/** Dollars: AWS's list prices for us-east-1, on demand, x86, without a free tier or a discount, as of November 2025. */
export const PRICES = {
  writeUnit: 0.625e-6,
  readUnit: 0.125e-6,
  tableGigabyte: 0.25,
  backupGigabyte: 0.2,
  vcpuHour: 0.04048,
  gigabyteHour: 0.004445,
  publicAddressHour: 0.005,
  lambdaCall: 0.2e-6,
  lambdaGigabyteSecond: 13.3334e-6,
  httpRequest: 1e-6,
  socketMessage: 1e-6,
  socketMinute: 0.25e-6,
  queueRequest: 0.4e-6,
  fileGigabyte: 0.023,
  filePut: 5e-6,
  fileGet: 0.4e-6,
  logGigabyte: 0.5,
  metricMonth: 0.3,
  alarmMonth: 0.1,
  keyMonth: 1,
  keyRequest: 3e-6,
};

/** AWS's quotas of a new account in one region; all but the last two are raised on request. */
export const QUOTAS = {
  lambdaConcurrency: 1_000,
  httpRequestsASecond: 10_000,
  socketConnectsASecond: 500,
  fargateVcpus: 6,
  tableWritesASecond: 40_000,
  tableReadsASecond: 40_000,
  /** Of one index's partition: the tenant's or the worker's. */
  partitionWritesASecond: 1_000,
  partitionReadsASecond: 3_000,
};
