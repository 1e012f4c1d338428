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

  note(run: LastRun): void {
    this.#runs.set(run.step, run);
  }

  /** In the order in which they first ran. */
  all(): readonly LastRun[] {
    return [...this.#runs.values()];
  }
}
