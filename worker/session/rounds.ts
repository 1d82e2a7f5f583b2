/** Of the rounds that a worker makes, a look at a session takes every so many at the most. */
const RAREST = 4;

/** Which rounds look at a session whose bells may have been lost: the first after a bell, then one of two, then one of four. */
export class Rounds {
  #between = 1;
  #left = 1;

  /** A bell has come. */
  beginAnew(): void {
    this.#between = 1;
    this.#left = 1;
  }

  /** @returns whether this one takes a look */
  pass(): boolean {
    this.#left -= 1;
    if (this.#left > 0) return false;
    this.#between = Math.min(2 * this.#between, RAREST);
    this.#left = this.#between;
    return true;
  }
}
