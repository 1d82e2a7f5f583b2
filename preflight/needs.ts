/** What a stage takes of the account, by its own settings. */
import type { Stage } from '../infra/stages.ts';

type Worker = Stage['worker'];

/** So long a function is busy with a call: the median of one that writes a row and rings, with a cold start now and then. */
const CALL_SECONDS = 0.2;
/** Each of the two APIs has the stage's throttle. */
const APIS = 2;
/** Pages and programs that listen come back at once when the WebSocket API was away: one for ten sessions, in ten seconds. */
const LISTENERS_SHARE = 0.1;
const COME_BACK_SECONDS = 10;

/** A deployment has the new workers beside the old ones. */
const vcpus = ({ cpu, count, maxCount }: Worker, share: number) => ({
  first: Math.ceil((share * count * cpu) / 1024),
  most: Math.ceil((share * 2 * maxCount * cpu) / 1024),
});

const always = (value: number) => ({ first: Math.ceil(value), most: Math.ceil(value) });

export const needs = {
  onDemand: (worker: Worker) => vcpus(worker, 1 - worker.spotPercent / 100),
  spot: (worker: Worker) => vcpus(worker, worker.spotPercent / 100),
  requests: ({ throttle }: Stage) => always(APIS * throttle.rateLimit),
  burst: ({ throttle }: Stage) => always(APIS * throttle.burstLimit),
  sockets: ({ worker }: Stage) => ({
    first: 1,
    most: Math.ceil((worker.maxCount * worker.maxSessions * LISTENERS_SHARE) / COME_BACK_SECONDS),
  }),
  /** Functions at a time: what both APIs let through, deliveries to webhooks, and upkeep. */
  functions: ({ throttle, webhooks }: Stage): number =>
    Math.ceil(APIS * throttle.rateLimit * CALL_SECONDS) + webhooks.concurrency + 1,
};
