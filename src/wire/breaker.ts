/** Failures in a row after which a server is left alone, for how long at first, and for how long at most, unless said otherwise. */
const FAILURES = 3;
const REST_MS = 5_000;
const LONGEST_MS = 60_000;

/**
 * Keeps callers from waiting for a server that is down: after some failures in a row it rests, then calls are let through
 * again; if that one fails too, it rests again at once, twice as long: who was away for a moment is soon back, who is down is
 * not pressed. A caller that announces its calls by `start` sends one alone to probe.
 */
export class Breaker {
  readonly #limit: number;
  readonly #firstMs: number;
  readonly #longestMs: number;
  #failures = 0;
  #restingUntil = 0;
  #isProbing = false;

  constructor(failures = FAILURES, firstMs = REST_MS, longestMs = LONGEST_MS) {
    this.#limit = failures;
    this.#firstMs = firstMs;
    this.#longestMs = longestMs;
  }

  get #restMs(): number {
    return Math.min(this.#longestMs, this.#firstMs * 2 ** Math.max(0, this.#failures - this.#limit));
  }

  /** Milliseconds until a call may be tried; 0 for now. While a probe is out, others keep resting. */
  restingMs(now: number): number {
    if (this.#failures < this.#limit) return 0;
    return this.#leftMs(now) || (this.#isProbing ? this.#restMs : 0);
  }

  /** Of the rest. More than the whole can only mean that the clock was set back. */
  #leftMs(now: number): number {
    const left = this.#restingUntil - now;
    return left > 0 && left <= this.#restMs ? left : 0;
  }

  /** A call starts. Each start is followed by one `answered` or `failed`. */
  start(): void {
    this.#isProbing = this.#failures >= this.#limit;
  }

  answered(): void {
    this.#failures = 0;
    this.#isProbing = false;
  }

  /** @param now  UTC epoch milliseconds. While it rests, only those fail that were under way before: no news of the server. */
  failed(now: number): void {
    this.#isProbing = false;
    if (this.#failures >= this.#limit && this.#leftMs(now) > 0) return;
    this.#failures += 1;
    if (this.#failures >= this.#limit) this.#restingUntil = now + this.#restMs;
  }
}
