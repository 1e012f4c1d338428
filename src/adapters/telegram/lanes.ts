/** Work in lanes: one after the other within a lane, lanes side by side. */
export class Lanes {
  readonly #ends = new Map<string, Promise<void>>();

  /** @param work  must not reject */
  run(lane: string, work: () => Promise<void>): void {
    const end = (this.#ends.get(lane) ?? Promise.resolve()).then(work);
    this.#ends.set(lane, end);
    void end.then(() => (this.#ends.get(lane) === end ? this.#ends.delete(lane) : undefined));
  }

  /** Resolves when nothing is left, what is added meanwhile included. */
  async idle(): Promise<void> {
    while (this.#ends.size > 0) await Promise.all(this.#ends.values());
  }
}
