import { callControl, listenEvents } from '../../test/simulator/controlClient.ts';
import { Waiter } from '../../test/journeys/waiter.ts';
import type { PhoneMessage } from '../../test/journeys/phone.ts';

type Status = { messageId: string; status: string };

/** A simulated phone that is followed by its events: what it shows, and how far what it wrote has come. */
export class Person {
  readonly number: string;
  /** Texts that the phone shows, each with the ids that it came under. */
  readonly shown = new Map<string, Set<string>>();
  /** Ids of what this person wrote, once it is delivered. */
  readonly delivered = new Set<string>();
  readonly #simulator: string;
  readonly #waiter = new Waiter();

  static async make(simulator: string, name: string, signal: AbortSignal): Promise<Person> {
    const { body } = await callControl<{ number: string }>(simulator, 'POST /phones', { name });
    const person = new Person(simulator, body.number);
    await listenEvents(`${simulator}/phones/${body.number}/events`, signal, (event, data) =>
      person.#heard(event, data),
    );
    return person;
  }

  private constructor(simulator: string, number: string) {
    this.#simulator = simulator;
    this.number = number;
  }

  /** Writes a message, in the simulator's words. @returns its id */
  async writes(to: string, content: { type: string; [field: string]: unknown }): Promise<string> {
    const body = { to, content };
    const answer = await callControl<{ messageId: string }>(
      this.#simulator,
      `POST /phones/${this.number}/messages`,
      body,
    );
    return answer.body.messageId;
  }

  /** Everything that the phone shows, fetched. */
  async messages(): Promise<PhoneMessage[]> {
    return (await callControl<PhoneMessage[]>(this.#simulator, `GET /phones/${this.number}/messages`)).body;
  }

  /** Resolves when `find` is true, which is looked at on each event; rejects after `ms`. */
  async until(find: () => boolean, ms: number): Promise<void> {
    await this.#waiter.until(
      'a phone',
      () => find() || undefined,
      () => this.number,
      ms,
    );
  }

  #heard(event: string, data: unknown): void {
    if (event === 'message') this.#show(data as PhoneMessage);
    if (event === 'status') this.#status(data as Status);
    this.#waiter.changed();
  }

  #show({ content, messageId }: PhoneMessage): void {
    const text = saidBy(content);
    if (text !== undefined) this.shown.set(text, (this.shown.get(text) ?? new Set()).add(messageId));
  }

  #status({ messageId, status }: Status): void {
    if (status !== 'pending') this.delivered.add(messageId);
  }
}

/** What a message on a phone says; of a file, its caption. An edit says something of another message. */
export function saidBy({ type, text, caption }: PhoneMessage['content']): string | undefined {
  if (type === 'edit') return undefined;
  return text ?? (typeof caption === 'string' ? caption : undefined);
}
