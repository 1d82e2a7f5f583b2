import { KeeplineClientError } from './errors.ts';
import { answers, type Answer, type AnswerTo, type Request } from './frames.ts';

interface Pending {
  settle: (answer: Answer) => void;
  reject: (error: KeeplineClientError) => void;
  timer: ReturnType<typeof setTimeout>;
}

const notConnected = () =>
  new KeeplineClientError('network', 'There is no live connection. It is being made; try again.');

const unreadable = (type: string) =>
  new KeeplineClientError('unreadable_answer', `The server answered with "${type}".`);

/** Frames that wait for their answer, found by `requestId`. */
export class Requests {
  readonly #pending = new Map<string, Pending>();
  readonly #send: (text: string) => boolean;
  readonly #within: number;

  /** `send` says whether it could; `within` in milliseconds. */
  constructor(send: (text: string) => boolean, within: number) {
    this.#send = send;
    this.#within = within;
  }

  make<T extends Request>(request: T): Promise<AnswerTo<T>> {
    const requestId = crypto.randomUUID();
    return new Promise((resolve, reject) => {
      if (!this.#send(JSON.stringify({ ...request, requestId }))) return reject(notConnected());
      const late = new KeeplineClientError('timed_out', 'The server did not answer in time.');
      const timer = setTimeout(() => this.fail(requestId, late), this.#within);
      const settle = (answer: Answer) => (answers(request, answer) ? resolve(answer) : reject(unreadable(answer.type)));
      this.#pending.set(requestId, { settle, reject, timer });
    });
  }

  answer(answer: Answer): void {
    this.#take(answer.requestId)?.settle(answer);
  }

  fail(requestId: string | undefined, error: KeeplineClientError): void {
    this.#take(requestId)?.reject(error);
  }

  /** The connection is gone; whether the server did what was asked is not known. */
  failAll(): void {
    for (const requestId of this.#pending.keys()) this.fail(requestId, notConnected());
  }

  #take(requestId = ''): Pending | undefined {
    const pending = this.#pending.get(requestId);
    this.#pending.delete(requestId);
    clearTimeout(pending?.timer);
    return pending;
  }
}
