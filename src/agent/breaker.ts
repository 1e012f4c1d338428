import type { FailureKind } from "./failures.ts";

/** Leaves a server alone after failures in a row, so that nobody waits for one that is down. */
export class Breaker {
  readonly #failures: number;
  readonly #restMs: number;
  #count = 0;
  #openUntil = 0;
  #last: FailureKind | undefined;

  constructor(failures: number, restMs: number) {
    this.#failures = failures;
    this.#restMs = restMs;
  }

  /** How it failed last, while it is being left alone. */
  resting(now: number): FailureKind | undefined {
    return now < this.#openUntil ? this.#last : undefined;
  }

  worked(): void {
    this.#count = 0;
  }

  failed(kind: FailureKind, now: number): void {
    // These say something about the question, not about the server.
    if (kind === "filtered" || kind === "overflow" || kind === "empty" || kind === "nonsense") return;
    this.#count += 1;
    this.#last = kind;
    // After the rest one try is let through; if that fails too, it rests again at once.
    if (this.#count >= this.#failures) this.#openUntil = now + this.#restMs;
  }
}
