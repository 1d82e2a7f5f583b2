import { callControl, listenEvents } from '../simulator/controlClient.ts';
import { Waiter } from './waiter.ts';

export interface PhoneMessage {
  messageId: string;
  from: string;
  to: string;
  fromMe: boolean;
  content: { type: string; text?: string; [field: string]: unknown };
  status?: string;
  edited?: unknown;
  deleted?: boolean;
  reactions?: Record<string, string>;
  votes?: Record<string, string[]>;
}

/** A simulated person's phone, through the simulator's control API. */
export class Phone {
  readonly number: string;
  readonly #simulator: string;
  readonly #waiter = new Waiter();
  readonly #closed = new AbortController();
  #messages: PhoneMessage[] = [];
  #listening: Promise<void> | undefined;

  constructor(simulator: string, number: string) {
    this.#simulator = simulator;
    this.number = number;
  }

  async scan(qr: string): Promise<void> {
    const { status, body } = await this.#call('POST', 'scan', { qr });
    if (status !== 200) throw new Error(`scan: ${JSON.stringify(body)}`);
  }

  /** @returns whether WhatsApp took the code */
  async types(code: string): Promise<boolean> {
    return (await this.#call('POST', 'pairing-code', { code })).status === 200;
  }

  async writes(to: string, text: string): Promise<string> {
    return this.says(to, { type: 'text', text });
  }

  /** Writes any kind of message, in the simulator's words. */
  async says(to: string, content: { type: string; [field: string]: unknown }, addressing?: 'lid'): Promise<string> {
    const { status, body } = await this.#call<{ messageId: string }>('POST', 'messages', { to, content, addressing });
    if (status !== 202) throw new Error(`says: ${JSON.stringify(body)}`);
    return body.messageId;
  }

  /** @returns the group's id */
  async makesGroup(subject: string, members: string[]): Promise<string> {
    return (await this.#call<{ groupId: string }>('POST', 'groups', { subject, members })).body.groupId;
  }

  async plays(messageId: string): Promise<void> {
    await this.#call('POST', 'play', { messageId });
  }

  /** The file of a message, as the phone opens it: hashes and MAC are right. */
  async opens(messageId: string): Promise<Buffer> {
    const { status, body } = await this.#call<{ data: string }>('POST', 'media', { messageId });
    if (status !== 200) throw new Error(`opens: ${JSON.stringify(body)}`);
    return Buffer.from(body.data, 'base64');
  }

  /** Something happens to the file of a message, wherever it is needed from now on. */
  async spoils(messageId: string, fate: 'expired' | 'erased' | 'damaged'): Promise<void> {
    await this.#call('POST', 'spoil', { messageId, fate });
  }

  /** It loses its Signal sessions: what comes next cannot be read, and is asked for again. */
  async forgets(): Promise<void> {
    await this.#call('POST', 'forget', {});
  }

  async reads(messageId: string): Promise<void> {
    await this.#call('POST', 'read', { messageId });
  }

  async unlinks(): Promise<void> {
    await this.#call('POST', 'unlink', {});
  }

  /** Anything else that a phone does, in the simulator's words. @returns what it answers */
  async does<Body = unknown>(what: string, body: object): Promise<Body> {
    const answer = await this.#call<Body>('POST', what, body);
    if (answer.status >= 400) throw new Error(`${what}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** The devices that are linked to this phone's account. */
  async devices(): Promise<unknown[]> {
    const { body } = await callControl<{ number: string; devices: unknown[] }[]>(this.#simulator, 'GET /phones');
    return body.find(({ number }) => number === this.number)?.devices ?? [];
  }

  /** Listens to events of a kind from now on. @returns how to wait for one of them */
  async hears(
    kind: string,
    onEvent: (event: Record<string, unknown>) => void = () => {},
  ): Promise<(when: (event: Record<string, unknown>) => boolean) => Promise<void>> {
    const heard: Record<string, unknown>[] = [];
    const waiter = new Waiter();
    await listenEvents(`${this.#simulator}/phones/${this.number}/events`, this.#closed.signal, (event, data) => {
      if (event !== kind) return;
      heard.push(data as Record<string, unknown>);
      onEvent(data as Record<string, unknown>);
      waiter.changed();
    });
    return async (when) => {
      await waiter.until(
        kind,
        () => heard.find(when),
        () => heard,
      );
    };
  }

  /** Everything that this phone shows. */
  async messages(): Promise<PhoneMessage[]> {
    return (await callControl<PhoneMessage[]>(this.#simulator, `GET /phones/${this.number}/messages`)).body;
  }

  /** The text once the phone shows it. */
  async shows(text: string): Promise<PhoneMessage> {
    return this.until(`the text "${text}" on the phone`, (messages) =>
      messages.find(({ content }) => content.text === text),
    );
  }

  /** The message once the phone has it, and is as it should be. */
  async sees(messageId: string, when: (message: PhoneMessage) => boolean = () => true): Promise<PhoneMessage> {
    return this.until(`message ${messageId} on the phone`, (messages) =>
      messages.find((message) => message.messageId === messageId && when(message)),
    );
  }

  async until<T>(what: string, find: (messages: PhoneMessage[]) => T | undefined, ms?: number): Promise<T> {
    await this.#listen();
    await this.#refresh();
    return this.#waiter.until(
      what,
      () => find(this.#messages),
      () => this.#messages.slice(-5),
      ms,
    );
  }

  close(): void {
    this.#closed.abort();
  }

  async #listen(): Promise<void> {
    this.#listening ??= listenEvents(`${this.#simulator}/phones/${this.number}/events`, this.#closed.signal, () => {
      void this.#refresh();
    });
    await this.#listening;
  }

  async #refresh(): Promise<void> {
    this.#messages = await this.messages();
    this.#waiter.changed();
  }

  async #call<Body = unknown>(method: string, what: string, body: unknown) {
    return callControl<Body>(this.#simulator, `${method} /phones/${this.number}/${what}`, body);
  }
}
