import { callControl, listenEvents } from '../../test/simulator/controlClient.ts';
import { Waiter } from '../../test/journeys/waiter.ts';

const PATIENCE_MS = 120_000;

/** A simulated person, and when what concerns them happened on their phone. */
export class Arrivals implements Disposable {
  readonly number: string;
  readonly #simulator: string;
  readonly #ended = new AbortController();
  readonly #waiter = new Waiter();
  /** By `performance.now`. */
  readonly #at: Record<'message' | 'delivered', number[]> = { message: [], delivered: [] };

  static async of(simulator: string, name: string): Promise<Arrivals> {
    const { body } = await callControl<{ number: string }>(simulator, 'POST /phones', { name });
    const arrivals = new Arrivals(simulator, body.number);
    await listenEvents(`${simulator}/phones/${body.number}/events`, arrivals.#ended.signal, (event, data) =>
      arrivals.#heard(event, data as { fromMe?: boolean; status?: string }),
    );
    return arrivals;
  }

  private constructor(simulator: string, number: string) {
    this.#simulator = simulator;
    this.number = number;
  }

  async writes(to: string, text: string): Promise<void> {
    await callControl(this.#simulator, `POST /phones/${this.number}/messages`, { to, content: { type: 'text', text } });
  }

  /** Waits for so many since the last call. @returns how many came a second, from the first to the last one */
  async rate(of: 'message' | 'delivered', count: number): Promise<number> {
    const at = this.#at[of];
    await this.#waiter.until(
      `${count} times ${of}`,
      () => at.length >= count || undefined,
      () => at.length,
      PATIENCE_MS,
    );
    const seconds = ((at[count - 1] ?? 0) - (at[0] ?? 0)) / 1000;
    at.length = 0;
    return (count - 1) / seconds;
  }

  [Symbol.dispose](): void {
    this.#ended.abort();
  }

  #heard(event: string, { fromMe, status }: { fromMe?: boolean; status?: string }): void {
    const now = performance.now();
    if (event === 'message' && !fromMe) this.#at.message.push(now);
    if (event === 'status' && status === 'delivered') this.#at.delivered.push(now);
    this.#waiter.changed();
  }
}
