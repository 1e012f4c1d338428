import type { Lot, LotOrder } from "./lot.ts";

/** Lots by the order in which they are used: the next one at once, a new one in logarithmic time (a binary heap). */
export class LotHeap {
  readonly #order: LotOrder;
  readonly #lots: Lot[];

  /** @param lots  in any order; they are copied into a list of the heap's own */
  constructor(order: LotOrder, lots: readonly Lot[] = []) {
    this.#order = order;
    // A list in order is a heap.
    this.#lots = lots.toSorted(order);
  }

  get next(): Lot | undefined {
    return this.#lots[0];
  }

  /** All lots, in no order that means anything. */
  get all(): readonly Lot[] {
    return this.#lots;
  }

  add(lot: Lot): void {
    const lots = this.#lots;
    let at = lots.length;
    lots.push(lot);
    while (at > 0) {
      const parentAt = (at - 1) >> 1;
      const parent = lots[parentAt]!;
      if (this.#order(parent, lot) < 0) break;
      lots[at] = parent;
      at = parentAt;
    }
    lots[at] = lot;
  }

  /** Takes the next one out; nothing happens where there is none. */
  drop(): void {
    const lots = this.#lots;
    const last = lots.pop();
    if (last === undefined || lots.length === 0) return;
    let at = 0;
    for (;;) {
      let childAt = 2 * at + 1;
      if (childAt >= lots.length) break;
      const right = lots[childAt + 1];
      if (right !== undefined && this.#order(right, lots[childAt]!) < 0) childAt += 1;
      const child = lots[childAt]!;
      if (this.#order(last, child) < 0) break;
      lots[at] = child;
      at = childAt;
    }
    lots[at] = last;
  }
}
