import { listenEvents } from '../test/simulator/controlClient.ts';

interface Span {
  /** `performance.now`, milliseconds. */
  from: number;
  ms: number;
}

/** Follows, at the server, when devices go and when they log in again. */
export class Links implements Disposable {
  readonly #ended = new AbortController();
  readonly #goneSince = new Map<string, number>();
  readonly #gaps: Span[] = [];

  static async follow(simulator: string, numbers: readonly string[]): Promise<Links> {
    const links = new Links();
    await Promise.all(
      numbers.map((number) =>
        listenEvents(`${simulator}/phones/${number}/events`, links.#ended.signal, (event) =>
          links.#heard(number, event),
        ),
      ),
    );
    return links;
  }

  /** Times without a connection that began since then, and are over. */
  gapsSince(from: number): number[] {
    return this.#gaps.filter((gap) => gap.from >= from).map(({ ms }) => ms);
  }

  [Symbol.dispose](): void {
    this.#ended.abort();
  }

  #heard(number: string, event: string): void {
    const now = performance.now();
    const since = this.#goneSince.get(number);
    if (event === 'disconnected') this.#goneSince.set(number, now);
    if (event !== 'connected' || since === undefined) return;
    this.#gaps.push({ from: since, ms: now - since });
    this.#goneSince.delete(number);
  }
}
