import { byAge, type Lot, lotOf, lotOrder } from "./lot.ts";
import { type Money, type Quantity, shareOf } from "./amount.ts";
import type { Conventions, Method } from "./conventions.ts";
import { LotHeap } from "./lot-heap.ts";

/** A part of a lot that left, with its share of the cost. */
export interface Part {
  /** Whose it was; what of it is still held may be anything by now. */
  readonly lot: Lot;
  readonly quantity: Quantity;
  readonly cost: Money;
}

/**
 * The lots of one coin, or of coins that share theirs. Its sums are exact: the cost of the parts that were taken and the
 * cost of what is left are always the cost of what came in.
 */
export class LotPool {
  readonly #conventions: Conventions;
  #method: Method;
  #heap: LotHeap;
  #quantity: Quantity = 0n;
  #cost: Money = 0n;

  constructor(method: Method, conventions: Conventions) {
    this.#conventions = conventions;
    this.#method = method;
    this.#heap = new LotHeap(lotOrder(method, conventions));
  }

  get quantity(): Quantity {
    return this.#quantity;
  }

  get cost(): Money {
    return this.#cost;
  }

  /** From now on lots leave by this method. */
  use(method: Method): void {
    if (method === this.#method) return;
    const lots = this.lots();
    this.#method = method;
    this.#heap = new LotHeap(lotOrder(method, this.#conventions), lots);
  }

  add(lot: Lot): void {
    this.#heap.add(lot);
    this.#quantity += lot.quantity;
    this.#cost += lot.cost;
  }

  /** @param quantity  at most what is held */
  take(quantity: Quantity): readonly Part[] {
    if (this.#method !== "average") return this.#takeParts(quantity, partCost);
    const share = sharing(shareOf(this.#cost, quantity, this.#quantity), quantity);
    return this.#takeParts(quantity, (_, part) => share(part));
  }

  /** What is held, oldest first, each lot with its cost; under the average method that is its share of the whole. */
  lots(): readonly Lot[] {
    const lots = this.#heap.all.toSorted(byAge);
    if (this.#method !== "average") return lots;
    const share = sharing(this.#cost, this.#quantity);
    return lots.map((lot) => ({ ...lot, cost: share(lot.quantity) }));
  }

  /** Every coin becomes `numerator` / `denominator` coins; costs stay. What is less than the smallest unit falls to the last lot. */
  scale(numerator: bigint, denominator: bigint): void {
    const before = this.#quantity;
    const parts = this.lots().map((lot) => ({ lot, quantity: lot.quantity, cost: lot.cost }));
    this.#quantity = 0n;
    this.#cost = 0n;
    this.#heap = new LotHeap(lotOrder(this.#method, this.#conventions));
    for (const lot of rescaled(parts, before, (before * numerator) / denominator)) this.add(lot);
  }

  /** Under the average method what is left in `cost` of a lot means nothing; only the pool's does. */
  #takeParts(wanted: Quantity, costOf: (lot: Lot, part: Quantity) => Money): readonly Part[] {
    const parts: Part[] = [];
    let left = wanted;
    for (let lot = this.#heap.next; left > 0n && lot !== undefined; lot = this.#heap.next) {
      const quantity = lot.quantity <= left ? lot.quantity : left;
      const cost = costOf(lot, quantity);
      parts.push({ lot, quantity, cost });
      lot.quantity -= quantity;
      lot.cost -= cost;
      left -= quantity;
      this.#quantity -= quantity;
      this.#cost -= cost;
      if (lot.quantity === 0n) this.#heap.drop();
    }
    return parts;
  }
}

const partCost = (lot: Lot, part: Quantity): Money => shareOf(lot.cost, part, lot.quantity);

/** Shares an amount out by quantity, piece after piece; when the pieces make up the whole, so do the shares, exactly. */
export function sharing(amount: Money, whole: Quantity): (piece: Quantity) => Money {
  let sharedOut = 0n;
  let quantity = 0n;
  return (piece) => {
    if (piece === whole) return amount;
    quantity += piece;
    const upTo = shareOf(amount, quantity, whole);
    const share = upTo - sharedOut;
    sharedOut = upTo;
    return share;
  };
}

/**
 * Lots made of parts, in another number of coins, `from` of which became `to`. A lot too small to be one unit of the new coin is
 * put to the next one, with its cost; the last always has a unit when `to` is above zero.
 */
export function rescaled(parts: readonly Part[], from: Quantity, to: Quantity): readonly Lot[] {
  const scale = sharing(to, from);
  const lots: Lot[] = [];
  let carried = 0n;
  for (const part of parts) {
    const { lot } = part;
    const quantity = scale(part.quantity);
    const cost = part.cost + carried;
    carried = quantity === 0n ? cost : 0n;
    const paid = shareOf(lot.paid, part.quantity, lot.paidFor);
    if (quantity > 0n) lots.push(lotOf({ ...lot, quantity, cost, paid, paidFor: quantity }));
  }
  return lots;
}
