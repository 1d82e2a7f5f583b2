import type { AnsweredCall, Call, Disturbance, Traffic } from '../../local/traffic/traffic.ts';
import type { Random } from './random.ts';

type AwsFault = 'throttle' | 'fail' | 'hang' | 'slow' | 'lose' | 'double';

/** Of the calls that a fault is about, so many are hit: the SDK's tries get through often, but not always. */
const HIT = 0.5;
const SLOW_MS = 1_500;

const THROTTLED: Partial<Record<Call['service'], string>> = {
  dynamodb: 'ProvisionedThroughputExceededException',
  sqs: 'ThrottlingException',
  kms: 'ThrottlingException',
};

/** Stands between the system and AWS, and disturbs for as long as it is told. */
export class Disturber implements Traffic {
  readonly #random: Random;
  readonly #until = new Map<AwsFault, number>();
  /** Client connections that something was pushed to lately. */
  readonly #pushed = new Set<string>();
  readonly #gone = new Set<string>();

  constructor(random: Random) {
    this.#random = random;
  }

  start(fault: AwsFault, seconds: number): void {
    this.#until.set(fault, performance.now() + seconds * 1000);
  }

  /** A connection that pushes go to is gone from now on; undefined when nothing is pushed. */
  loseConnection(): string | undefined {
    const open = [...this.#pushed].filter((id) => !this.#gone.has(id));
    this.#pushed.clear();
    if (open.length === 0) return undefined;
    const id = this.#random.pick(open);
    this.#gone.add(id);
    return id;
  }

  observe = ({ target, status }: AnsweredCall): void => {
    if (target.connectionId && status === 200) this.#pushed.add(target.connectionId);
  };

  disturb = (call: Call): Disturbance | undefined => {
    const { service, action, target, caller } = call;
    // What the system's own set-up asks for is not what is tried here.
    if (caller === '') return undefined;
    if (target.connectionId && this.#gone.has(target.connectionId)) {
      return { kind: 'error', status: 410, code: 'GoneException' };
    }
    if (action === 'SendMessage' && this.#hits('lose')) return { kind: 'lose' };
    if (action === 'SendMessage' && this.#hits('double')) return { kind: 'double' };
    // A long poll hangs anyway.
    if (action === 'ReceiveMessage') return undefined;
    const throttled = THROTTLED[service];
    if (!throttled) return undefined;
    if (this.#hits('throttle')) return { kind: 'error', status: 400, code: throttled };
    if (this.#hits('fail')) return { kind: 'error', status: 500, code: 'InternalServerError' };
    if (this.#hits('hang')) return { kind: 'hang', done: this.#random.chance(0.5) };
    if (this.#hits('slow')) return { kind: 'delay', ms: this.#random.between(0, SLOW_MS) };
    return undefined;
  };

  #hits(fault: AwsFault): boolean {
    return performance.now() < (this.#until.get(fault) ?? 0) && this.#random.chance(HIT);
  }
}
