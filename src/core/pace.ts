/** How often something may happen. */
export interface Pace {
  /** Of what: a person, a place, a person's command. */
  readonly key: string;
  readonly limit: number;
  readonly windowMs: number;
}

/** The one that was busy longest ago goes first. */
const KEYS_KEPT = 20_000;

/**
 * Counts what happens, by key, over windows that slide. In memory only: what a restart forgets is one answer too many, not one too
 * few.
 */
export class PaceKeeper {
  readonly #past = new Map<string, readonly number[]>();

  /**
   * Takes one of each, or none of any.
   * @param now  UTC epoch milliseconds
   * @returns how long to wait for all of them, in milliseconds; 0: it is taken
   */
  take(paces: readonly Pace[], now: number): number {
    const read = paces.map((pace) => ({ ...pace, past: this.#within(pace, now) }));
    const waits = read.map(({ past, limit, windowMs }) => {
      const [first = now] = past.slice(past.length - limit);
      return past.length < limit ? 0 : first + windowMs - now;
    });
    const wait = Math.max(0, ...waits);
    if (wait > 0) return wait;
    for (const { key, past } of read) {
      // So that the order of the keys is that of their use.
      this.#past.delete(key);
      this.#past.set(key, [...past, now]);
    }
    for (const oldest of this.#past.keys()) {
      if (this.#past.size <= KEYS_KEPT) break;
      this.#past.delete(oldest);
    }
    return 0;
  }

  /** Whether one more would have to wait. */
  isFull(pace: Pace, now: number): boolean {
    return this.#within(pace, now).length >= pace.limit;
  }

  #within({ key, windowMs }: Pace, now: number): readonly number[] {
    // A clock that was set back must not silence anybody.
    return (this.#past.get(key) ?? []).filter((at) => now - at < windowMs && now >= at);
  }
}
