/** What goes wrong when, and who writes to whom when: drawn from the seed before anything runs. */
import type { Random } from './random.ts';
import type { TortureOptions } from './options.ts';

/** How often, against each other, and for how long, in seconds. */
const FAULTS = {
  /** A worker gets SIGKILL. */
  kill: { weight: 3, seconds: [0, 0] },
  /** A worker gets SIGTERM: it hands its sessions over. */
  term: { weight: 2, seconds: [0, 0] },
  /** A worker stands still for longer than its lease (others declare it dead after 6 s), and goes on. */
  stop: { weight: 2, seconds: [7, 12] },
  /** A session's TCP connection to WhatsApp is cut. */
  drop: { weight: 4, seconds: [0, 0] },
  /** All of them at once. */
  dropAll: { weight: 1, seconds: [0, 0] },
  /** Nothing passes on a session's connection, in either direction. */
  silence: { weight: 2, seconds: [1, 12] },
  /** WhatsApp ends a session's stream with this code. */
  503: { weight: 1, seconds: [0, 0] },
  515: { weight: 2, seconds: [0, 0] },
  /** AWS refuses some calls: too many. */
  throttle: { weight: 2, seconds: [1, 5] },
  /** AWS fails at some calls: 500. */
  fail: { weight: 1, seconds: [1, 4] },
  /** Some calls get no answer, whether they were done or not. */
  hang: { weight: 2, seconds: [1, 4] },
  /** Calls take longer. */
  slow: { weight: 1, seconds: [1, 5] },
  /** Bells are lost. */
  lose: { weight: 2, seconds: [2, 8] },
  /** Bells come twice. */
  double: { weight: 1, seconds: [2, 8] },
  /** A client's WebSocket connection ends, and what is pushed to it is told so. */
  gone: { weight: 2, seconds: [0, 0] },
} as const satisfies Record<string, { weight: number; seconds: readonly [number, number] }>;

export type FaultKind = `${keyof typeof FAULTS}`;
export const FAULT_KINDS = Object.keys(FAULTS) as FaultKind[];

export interface Fault {
  /** Milliseconds from the start. */
  at: number;
  kind: FaultKind;
  /** Indexes; each kind takes what it needs. */
  worker: number;
  session: number;
  seconds: number;
}

/** Mostly plain texts; pictures with the text as caption, and texts that are edited right after. */
export type Form = 'text' | 'file' | 'edited';
const FORMS: readonly Form[] = [...Array.from({ length: 8 }, () => 'text' as const), 'file', 'edited'];

/** One message: `out` from a session to a contact, `in` the other way. */
export interface Planned {
  at: number;
  direction: 'in' | 'out';
  form: Form;
  session: number;
  contact: number;
}

/** The first moments are without faults, so that each session has said something. */
const CALM_MS = 2_000;

export function planFaults(random: Random, options: TortureOptions): Fault[] {
  const { seconds, every, kinds, workers, sessions } = options;
  const urn = kinds.flatMap((kind) => Array.from({ length: FAULTS[kind].weight }, () => kind));
  const faults: Fault[] = [];
  if (urn.length === 0) return faults;
  for (let at = CALM_MS; at < seconds * 1000; at += random.between(0.4, 1.6) * every * 1000) {
    const kind = random.pick(urn);
    const [least, most] = FAULTS[kind].seconds;
    const worker = Math.floor(random.between(0, workers));
    const session = Math.floor(random.between(0, sessions));
    faults.push({ at, kind, worker, session, seconds: random.between(least, most) });
  }
  return faults;
}

/** Mostly single messages, now and then a burst on one session: faults hurt most in the middle of one. */
export function planMessages(random: Random, options: TortureOptions, contacts: number): Planned[] {
  const planned: Planned[] = [];
  for (let at = 0; at < options.seconds * 1000;) {
    const session = Math.floor(random.between(0, options.sessions));
    // Each session has two people whom it talks with.
    const person = () => (session + Math.floor(random.between(0, 2))) % contacts;
    const direction = () => (random.chance(0.5) ? 'in' : 'out');
    const burst = random.chance(0.1) ? Math.round(random.between(3, 8)) : 1;
    for (let i = 0; i < burst; i++) {
      planned.push({ at, direction: direction(), form: random.pick(FORMS), session, contact: person() });
    }
    at += (burst * 1000 * random.between(0.2, 1.8)) / options.rate;
  }
  return planned;
}
