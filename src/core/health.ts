/** Less free space than this is said: a backup has to fit besides. */
export const LOW_DISK_BYTES = 500_000_000;

/** From then on what is due to be sent counts as late. */
export const LATE_DELIVERY_MS = 10 * 60_000;

/** How a part of the desk is doing. `off` is by choice and never counts against readiness. */
export type State = "ok" | "late" | "down" | "off";

export interface PartHealth {
  readonly state: State;
  /** One line for an operator; no secrets. */
  readonly detail: string;
  /** UTC epoch milliseconds of the last change of state. */
  readonly since: number;
  /** When it was last said, changed or not. */
  readonly saidAt: number;
}

/** What the parts last said of themselves; `/readyz` and `/metrics` read it. Parts are named "telegram", "coingecko", "tick". */
export class Health {
  readonly #parts = new Map<string, PartHealth>();

  set(part: string, state: State, detail: string, now: number): void {
    const before = this.#parts.get(part);
    this.#parts.set(part, { state, detail, since: before?.state === state ? before.since : now, saidAt: now });
  }

  all(): ReadonlyMap<string, PartHealth> {
    return this.#parts;
  }

  /** Ready means: nothing is down. A market provider that is down while another answers is reported as `late` by the quotes. */
  isReady(): boolean {
    return [...this.#parts.values()].every(({ state }) => state !== "down");
  }
}
