/** A token bucket: `capacity` at once, then one more each `refillMs`. */
export class Bucket {
  readonly #capacity: number;
  readonly #refillMs: number;
  readonly #clock: () => number;
  #tokens: number;
  #filledAt: number;

  constructor({ capacity, refillMs }: { readonly capacity: number; readonly refillMs: number }, clock: () => number) {
    this.#capacity = capacity;
    this.#refillMs = refillMs;
    this.#clock = clock;
    this.#tokens = capacity;
    this.#filledAt = clock();
  }

  /** @returns false when there is none left */
  take(): boolean {
    const now = this.#clock();
    const grown = Math.max(0, now - this.#filledAt) / this.#refillMs;
    this.#tokens = Math.min(this.#capacity, this.#tokens + grown);
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
