/** How many requests a provider takes in how long. */
export interface Allowance {
  readonly tokens: number;
  readonly perMs: number;
}

/**
 * Tokens for requests. Each comes back `perMs` after it was taken, so no stretch of that length ever holds more than `tokens`
 * requests: providers count in windows, and a bucket that refills evenly lets twice as many through one window after a rest.
 */
export class TokenBucket {
  readonly #allowance: Allowance;
  /** When the tokens now out were taken, oldest first. */
  readonly #taken: number[] = [];

  constructor(allowance: Allowance) {
    this.#allowance = allowance;
  }

  /** Milliseconds until a token can be taken while `spare` others stay; 0 for now. */
  waitMs(now: number, spare = 0): number {
    this.#returnDue(now);
    const { tokens, perMs } = this.#allowance;
    const surplus = this.#taken.length - (tokens - spare);
    const next = surplus < 0 ? undefined : this.#taken[surplus];
    return next === undefined ? 0 : next + perMs - now;
  }

  /** @returns false when none is left */
  take(now: number): boolean {
    if (this.waitMs(now) > 0) return false;
    this.#taken.push(now);
    return true;
  }

  #returnDue(now: number): void {
    const { perMs } = this.#allowance;
    // A clock that was set back would hold tokens for as long as it was wrong.
    const first = this.#taken.findIndex((at) => at > now - perMs && at <= now);
    this.#taken.splice(0, first === -1 ? this.#taken.length : first);
  }
}
