import type { Conventions, Method } from "./conventions.ts";
import type { Disposal, DisposalKind, Holding, Missing, Sums, UsedLot } from "./ledger.ts";
import type { Money, Quantity } from "./amount.ts";
import { LotPool, type Part, rescaled, sharing } from "./lot-pool.ts";
import { DayTrack } from "./day-track.ts";
import { byAge, type Lot } from "./lot.ts";
import { RefusedActivity } from "./refusal.ts";
import { termOf } from "./term.ts";

/** Coins that leave. */
export interface Leaving {
  readonly id: string;
  readonly activityId: string;
  readonly at: number;
  readonly asset: string;
  readonly quantity: Quantity;
}

const NOTHING = {
  paid: 0n,
  proceeds: 0n,
  cost: 0n,
  shortTermGain: 0n,
  longTermGain: 0n,
  costLeft: 0n,
  costMovedIn: 0n,
  costMovedOut: 0n,
};

type Adding<Figures> = { -readonly [Key in keyof Figures]: Figures[Key] };

/** One coin while the activities are gone through: its lots and its sums. */
export class Book {
  readonly asset: string;
  readonly pool: LotPool;
  readonly track = new DayTrack();
  /** Those that no day has; the rest follows from them and the days. */
  readonly sums: Adding<Omit<Sums, "gain" | "income" | "fees">> = { ...NOTHING };
  readonly #conventions: Conventions;
  #quantityIn: Quantity = 0n;
  #quantityOut: Quantity = 0n;

  constructor(asset: string, method: Method, conventions: Conventions) {
    this.asset = asset;
    this.pool = new LotPool(method, conventions);
    this.#conventions = conventions;
  }

  /** A lot is made. */
  acquire(lot: Lot, at: number): void {
    this.sums.paid += lot.cost;
    this.#put(lot);
    this.#close(at);
  }

  /**
   * Coins are sold, or count as sold.
   * @returns the disposal, and what was missing for it
   * @throws RefusedActivity when more leaves than is held and the conventions do not take that
   */
  dispose(leaving: Leaving, kind: DisposalKind, proceeds: Money): readonly [Disposal, Missing | undefined] {
    const { id, at, asset } = leaving;
    const { parts, quantity, missing } = this.#take(leaving);
    const share = sharing(proceeds, quantity);
    const lots = parts.map((part) => this.#used(part, share(part.quantity), at));
    let [cost, longTermGain] = [0n, 0n];
    for (const lot of lots) {
      cost += lot.cost;
      if (lot.term === "long") longTermGain += lot.proceeds - lot.cost;
    }
    const gain = proceeds - cost;
    const { sums } = this;
    sums.proceeds += proceeds;
    sums.cost += cost;
    if (this.#conventions.longTerm !== undefined) {
      sums.longTermGain += longTermGain;
      // What was missing has no age and is counted here.
      sums.shortTermGain += gain - longTermGain;
    }
    this.#close(at).gain += gain;
    const disposal = { id, at, asset, kind, quantity, proceeds, cost, gain, missing, lots };
    return [disposal, missing === 0n ? undefined : { id, at, asset, found: quantity - missing, missing }];
  }

  /**
   * Coins leave with their cost and without a gain.
   * @returns what was missing
   * @throws RefusedActivity as `dispose`
   */
  release(leaving: Leaving): Missing | undefined {
    const { id, at, asset } = leaving;
    const { parts, quantity, missing } = this.#take(leaving);
    this.sums.costLeft += costOf(parts);
    this.#close(at);
    return missing === 0n ? undefined : { id, at, asset, found: quantity - missing, missing };
  }

  /**
   * Coins become those of another book, and keep their dates and cost.
   * @throws RefusedActivity when more would move than is held: nothing can be said of coins that were never there
   */
  moveTo(target: Book, leaving: Leaving, toQuantity: Quantity, nextArrival: () => number): void {
    const { at, quantity, asset, activityId } = leaving;
    const held = this.pool.quantity;
    if (quantity > held && (held === 0n || quantity - held >= this.#conventions.dust))
      throw new RefusedActivity({ kind: "oversell", activityId, at, asset, asked: quantity, held });
    const taken = quantity < held ? quantity : held;
    const parts = this.pool.take(taken).toSorted((a, b) => byAge(a.lot, b.lot));
    const cost = costOf(parts);
    this.#quantityOut += taken;
    this.sums.costMovedOut += cost;
    this.#close(at);
    target.sums.costMovedIn += cost;
    for (const lot of rescaled(parts, taken, toQuantity)) target.#put({ ...lot, arrival: nextArrival() });
    target.#close(at);
  }

  /** All coins become `numerator` / `denominator` times as many. */
  scale(numerator: bigint, denominator: bigint, at: number): void {
    const before = this.pool.quantity;
    this.pool.scale(numerator, denominator);
    const gained = this.pool.quantity - before;
    if (gained > 0n) this.#quantityIn += gained;
    else this.#quantityOut -= gained;
    this.#close(at);
  }

  get holding(): Holding {
    const { asset, pool, sums, track } = this;
    let [income, fees] = [0n, 0n];
    for (const day of track.days) {
      income += day.income;
      fees += day.fees;
    }
    return {
      asset,
      quantity: pool.quantity,
      cost: pool.cost,
      sums: { ...sums, gain: sums.proceeds - sums.cost, income, fees },
      lots: pool.lots(),
      quantityIn: this.#quantityIn,
      quantityOut: this.#quantityOut,
      days: track.days,
    };
  }

  #put(lot: Lot): void {
    this.pool.add(lot);
    this.#quantityIn += lot.quantity;
  }

  /** What is there of what should leave; a lack smaller than dust makes the quantity that much smaller. */
  #take({ activityId, at, asset, quantity: asked }: Leaving) {
    const held = this.pool.quantity;
    const lack = asked > held ? asked - held : 0n;
    const isDust = lack < this.#conventions.dust;
    if (lack > 0n && !isDust && this.#conventions.oversell === "error")
      throw new RefusedActivity({ kind: "oversell", activityId, at, asset, asked, held });
    const missing = isDust ? 0n : lack;
    const parts = this.pool.take(asked - lack);
    this.#quantityOut += asked - lack;
    // What was never there came from outside, as far as anyone can tell.
    if (missing > 0n) this.track.at(at).arrived += missing;
    return { parts, missing, quantity: isDust ? asked - lack : asked };
  }

  #used({ lot, quantity, cost }: Part, proceeds: Money, at: number): UsedLot {
    const { longTerm } = this.#conventions;
    const { activityId, acquiredAt, isCostKnown } = lot;
    const term = longTerm && termOf(acquiredAt, at, longTerm);
    return { activityId, acquiredAt, quantity, proceeds, cost, term, isCostKnown };
  }

  #close(at: number) {
    const day = this.track.at(at);
    day.quantity = this.pool.quantity;
    day.cost = this.pool.cost;
    return day;
  }
}

const costOf = (parts: readonly Part[]): Money => parts.reduce((sum, part) => sum + part.cost, 0n);
