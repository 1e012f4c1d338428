/** How a step went when it last had something to do. */
export interface LastRun {
  readonly step: string;
  /** UTC epoch milliseconds. */
  readonly at: number;
  readonly isOk: boolean;
}

/** When each step of the tick last did something, since the start of this process. */
export class Journal {
  readonly #runs = new Map<string, LastRun>();
  #tickedAt: number | undefined;

  note(run: LastRun): void {
    this.#runs.set(run.step, run);
  }

  /** A pass of the tick has ended. @param at  UTC epoch milliseconds */
  noteTick(at: number): void {
    this.#tickedAt = at;
  }

  /** Absent until the first pass has ended. */
  tickedAt(): number | undefined {
    return this.#tickedAt;
  }

  /** In the order in which they first ran. */
  all(): readonly LastRun[] {
    return [...this.#runs.values()];
  }
}
