const MINUTE_MS = 60_000;
/** A day, to the minute. */
const KEPT_MINUTES = 24 * 60;

interface Minute {
  readonly minute: number;
  readonly counts: Map<string, number>;
}

/** What went wrong by our own fault, counted by kind and minute since the start, for a day. A kind is where it was: no text of people. */
export class Faults {
  readonly #clock: () => number;
  #minutes: Minute[] = [];

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  note(kind: string): void {
    const minute = Math.floor(this.#clock() / MINUTE_MS);
    let last = this.#minutes.at(-1);
    if (last?.minute !== minute) {
      last = { minute, counts: new Map() };
      this.#minutes = [...this.#minutes.slice(-KEPT_MINUTES), last].filter(
        (each) => each.minute > minute - KEPT_MINUTES,
      );
    }
    last.counts.set(kind, (last.counts.get(kind) ?? 0) + 1);
  }

  /** How many of each kind there were, most first. @param ms  up to a day back from now */
  within(ms: number): readonly (readonly [kind: string, count: number])[] {
    const from = Math.floor((this.#clock() - ms) / MINUTE_MS);
    const sums = new Map<string, number>();
    for (const { minute, counts } of this.#minutes)
      if (minute > from) for (const [kind, count] of counts) sums.set(kind, (sums.get(kind) ?? 0) + count);
    return [...sums].toSorted(([, a], [, b]) => b - a);
  }
}
