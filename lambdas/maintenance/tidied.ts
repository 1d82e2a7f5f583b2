import type { UpkeepReport } from '../../core/model/upkeep.ts';

type Listed = Pick<UpkeepReport, 'needsPerson' | 'inactive'>;

/** So many are named; the counts tell of all. */
const NAMED = 100;

/** What one run has put in order, and what it found. */
export class Tidied {
  readonly #cleaned: Record<string, number> = {};
  readonly #needsPerson: Listed['needsPerson'] = [];
  readonly #inactive: Listed['inactive'] = [];
  readonly #onTrouble: (what: string, error: unknown) => void;
  #errors = 0;

  constructor(onTrouble: (what: string, error: unknown) => void) {
    this.#onTrouble = onTrouble;
  }

  count(kind: string): void {
    this.#cleaned[kind] = (this.#cleaned[kind] ?? 0) + 1;
  }

  needsPerson(found: Listed['needsPerson'][number]): void {
    if (this.#needsPerson.length < NAMED) this.#needsPerson.push(found);
  }

  inactive(found: Listed['inactive'][number]): void {
    if (this.#inactive.length < NAMED) this.#inactive.push(found);
  }

  /** One thing's trouble must not keep the others from their turn. */
  async attempt(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#errors += 1;
      this.#onTrouble(what, error);
    }
  }

  summary() {
    return {
      cleaned: this.#cleaned,
      needsPerson: this.#needsPerson,
      inactive: this.#inactive,
      errors: this.#errors,
    };
  }
}
