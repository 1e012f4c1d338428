/** Failures in a row after which a provider is left alone, and for how long. */
const FAILURES = 3;
const RESTING_MS = 60_000;

/** Keeps callers from waiting for a provider that is down: after three failures in a row it rests a minute, then one call probes it. */
export class Breaker {
  #failures = 0;
  #restingUntil = 0;
  #isProbing = false;

  /** Milliseconds until a call may be tried; 0 for now. While a probe is out, others keep resting. */
  restingMs(now: number): number {
    if (this.#failures < FAILURES) return 0;
    const left = this.#restingUntil - now;
    // More than a whole rest can only mean that the clock was set back.
    if (left > 0 && left <= RESTING_MS) return left;
    return this.#isProbing ? RESTING_MS : 0;
  }

  /** A call starts. Each start is followed by one `answered` or `failed`. */
  start(): void {
    this.#isProbing = this.#failures >= FAILURES;
  }

  answered(): void {
    this.#failures = 0;
    this.#isProbing = false;
  }

  failed(now: number): void {
    this.#failures += 1;
    this.#isProbing = false;
    if (this.#failures >= FAILURES) this.#restingUntil = now + RESTING_MS;
  }
}
