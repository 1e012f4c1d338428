/** How a part of the desk is doing. `off` is by choice and never counts against readiness. */
export type State = "ok" | "late" | "down" | "off";

export interface PartHealth {
  readonly state: State;
  /** One line for an operator; no secrets. */
  readonly detail: string;
  /** UTC epoch milliseconds of the last change of state. */
  readonly since: number;
}

/** What the parts last said of themselves; `/readyz` and `/metrics` read it. Parts are named "telegram", "coingecko", "tick". */
export class Health {
  readonly #parts = new Map<string, PartHealth>();

  set(part: string, state: State, detail: string, now: number): void {
    const before = this.#parts.get(part);
    this.#parts.set(part, { state, detail, since: before?.state === state ? before.since : now });
  }

  all(): ReadonlyMap<string, PartHealth> {
    return this.#parts;
  }

  /** Ready means: nothing is down. A market provider that is down while another answers is reported as `late` by the quotes. */
  isReady(): boolean {
    return [...this.#parts.values()].every(({ state }) => state !== "down");
  }
}
