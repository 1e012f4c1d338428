import { type Conventions, type Method, USUAL_CONVENTIONS } from "../../src/portfolio/conventions.ts";
import { describe, expect, test } from "vitest";
import { moneyOf, moneyText, quantityOf, quantityText } from "../../src/portfolio/amount.ts";
import type { Activity } from "../../src/portfolio/activity.ts";
import fc from "fast-check";
import type { Ledger } from "../../src/portfolio/ledger.ts";
import { METHODS } from "../support/portfolio.ts";
import { replay } from "../../src/portfolio/replay.ts";

const START = Date.UTC(2024, 0, 1);
const ASSETS = ["TAO", "FET", "BNB"] as const;

/** Odd amounts on purpose: shares of them never come out even. */
const quantity = fc.bigInt({ min: 1n, max: 10n ** 22n });
const value = fc.bigInt({ min: 0n, max: 10n ** 54n });
const asset = fc.constantFrom(...ASSETS);
const fee = fc.option(
  fc.oneof(
    fc.record({ kind: fc.constant("money" as const), amount: fc.bigInt({ min: 0n, max: 10n ** 50n }) }),
    fc.record({ kind: fc.constant("coin" as const), asset, quantity: fc.bigInt({ min: 1n, max: 10n ** 6n }), value }),
  ),
  { nil: undefined },
);
const step = fc.record({
  kind: fc.constantFrom("buy", "sell", "swap", "income", "gift_out", "migration", "transfer_out", "gift_in"),
  hours: fc.integer({ min: 0, max: 3 }),
  asset,
  toAsset: asset,
  quantity,
  toQuantity: quantity,
  value,
  fee,
});
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

/** The steps as activities; several share their instant, and steps that cannot be are refused by the engine. */
function activitiesOf(steps: readonly Step[]): readonly Activity[] {
  let at = START;
  return steps.map(({ hours, kind, ...rest }, order): Activity => {
    at += hours * 3_600_000;
    const { asset: from, quantity: many, value: worth } = rest;
    const common = { id: `s${order}`, order, at, asset: from, quantity: many };
    const toAsset = rest.toAsset === from ? ASSETS.find((other) => other !== from)! : rest.toAsset;
    switch (kind) {
      case "swap":
        return { kind, ...common, value: worth, toAsset, toQuantity: rest.toQuantity, fee: rest.fee };
      case "migration":
        return { kind, ...common, toAsset, toQuantity: rest.toQuantity };
      case "income":
        return { kind, ...common, incomeKind: "staking", value: worth };
      case "gift_in":
        return { kind, ...common, value: worth };
      case "gift_out":
        return { kind, ...common };
      case "transfer_out":
        return { kind, ...common };
      case "sell":
        return { kind, ...common, value: worth, fee: rest.fee };
      default:
        return { kind: "buy", ...common, value: worth, fee: rest.fee };
    }
  });
}

/** What can be of the steps: each that would be refused is passed over, so that long histories come about. */
function possible(steps: readonly Step[], conventions: Conventions): readonly Activity[] {
  const kept: Activity[] = [];
  for (const activity of activitiesOf(steps)) {
    try {
      replay([...kept, activity], { method: "fifo", conventions });
      kept.push(activity);
    } catch {
      // Refused: the history goes on without it.
    }
  }
  return kept;
}

const history = fc.array(step, { minLength: 1, maxLength: 25 }).map((steps) => possible(steps, USUAL_CONVENTIONS));
const method = fc.constantFrom(...METHODS);
const read = (activities: readonly Activity[], by: Method): Ledger =>
  replay(activities, { method: by, conventions: USUAL_CONVENTIONS });

/** What is held of each coin, and what all of it cost, added up from the activities alone. */
function addedUp(activities: readonly Activity[]): {
  readonly held: ReadonlyMap<string, bigint>;
  readonly paid: bigint;
} {
  const held = new Map<string, bigint>();
  let paid = 0n;
  const add = (coin: string, many: bigint): void => void held.set(coin, (held.get(coin) ?? 0n) + many);
  for (const activity of activities) {
    if (activity.kind === "split" || activity.kind === "fee") continue;
    const paidFor = "fee" in activity ? activity.fee : undefined;
    const isIn = activity.kind === "buy" || activity.kind === "income" || activity.kind === "gift_in";
    add(activity.asset, isIn ? activity.quantity : -activity.quantity);
    if ("toAsset" in activity) add(activity.toAsset, activity.toQuantity);
    if (paidFor?.kind === "coin") add(paidFor.asset, -paidFor.quantity);
    if (isIn || activity.kind === "swap") paid += activity.value ?? 0n;
    if (activity.kind === "buy" || activity.kind === "swap")
      paid += paidFor?.kind === "money" ? paidFor.amount : (paidFor?.value ?? 0n);
  }
  return { held, paid };
}

/** A ledger as text, which two of them can be compared by. */
const textOf = (ledger: Ledger): string =>
  JSON.stringify(ledger, (_, one: unknown) => {
    if (typeof one === "bigint") return `${one}n`;
    return one instanceof Map ? [...one] : one;
  });

describe("of any history", () => {
  test("what came in is what left and what is held", () => {
    fc.assert(
      fc.property(history, method, (activities, by) => {
        const all = addedUp(activities).held;
        for (const { asset: of, quantityIn, quantityOut, quantity: held, lots } of read(
          activities,
          by,
        ).holdings.values()) {
          expect(held).toBe(all.get(of));
          expect(quantityIn).toBe(quantityOut + held);
          expect(lots.reduce((sum, lot) => sum + lot.quantity, 0n)).toBe(held);
        }
      }),
    );
  });

  test("what was paid is what left, what was sold and what the lots cost, to the last of 48 places", () => {
    fc.assert(
      fc.property(history, method, (activities, by) => {
        const { holdings, sums, disposals } = read(activities, by);
        for (const { sums: own, cost, lots } of holdings.values()) {
          expect(own.paid + own.costMovedIn).toBe(own.cost + own.costLeft + own.costMovedOut + cost);
          expect(lots.reduce((sum, lot) => sum + lot.cost, 0n)).toBe(cost);
        }
        expect(sums.paid).toBe(addedUp(activities).paid);
        expect(sums.costMovedIn).toBe(sums.costMovedOut);
        for (const { lots, proceeds, cost, gain, quantity: many } of disposals) {
          expect(lots.reduce((sum, lot) => sum + lot.proceeds, 0n)).toBe(proceeds);
          expect(lots.reduce((sum, lot) => sum + lot.cost, 0n)).toBe(cost);
          expect(lots.reduce((sum, lot) => sum + lot.quantity, 0n)).toBe(many);
          expect(gain).toBe(proceeds - cost);
        }
        expect(sums.shortTermGain + sums.longTermGain).toBe(sums.gain);
      }),
    );
  });

  test("whatever order the same activities are given in, the ledger is the same", () => {
    fc.assert(
      fc.property(
        history.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length }))),
        method,
        ([activities, shuffled], by) => {
          expect(textOf(read(shuffled, by))).toBe(textOf(read(activities, by)));
        },
      ),
    );
  });

  test("taking the last activity back leaves what was before it", () => {
    fc.assert(
      fc.property(history, method, (activities, by) => {
        const before = textOf(read(activities.slice(0, -1), by));
        read(activities, by);
        expect(textOf(read(activities.slice(0, -1), by))).toBe(before);
      }),
    );
  });

  test("amounts survive being written and read", () => {
    fc.assert(
      fc.property(quantity, value, fc.boolean(), (many, worth, isNegative) => {
        const signed = isNegative ? -worth : worth;
        expect(quantityOf(quantityText(many))).toBe(many);
        expect(moneyOf(moneyText(signed))).toBe(signed);
      }),
    );
  });
});

const trade = fc.record({ quantity, value, hours: fc.integer({ min: 0, max: 2 }), isSale: fc.boolean() });

/** Purchases, and sales of at most what is there, of one coin. */
const trades = fc.array(trade, { minLength: 1, maxLength: 40 }).map((rows) => {
  let held = 0n;
  let at = START;
  const activities = rows.flatMap(({ quantity: many, value: worth, hours, isSale }, order): readonly Activity[] => {
    at += hours * 3_600_000;
    const sells = isSale && held > 0n;
    const traded = sells && many > held ? held : many;
    held += sells ? -traded : traded;
    return [{ kind: sells ? "sell" : "buy", id: `t${order}`, order, at, asset: "TAO", quantity: traded, value: worth }];
  });
  return { activities, held, at };
});

test("once everything is sold, all methods tell the same gain", () => {
  fc.assert(
    fc.property(trades, value, ({ activities, held, at }, worth) => {
      const last = { id: "last", order: 1_000, at: at + 1, asset: "TAO", quantity: held, value: worth } as const;
      const all: readonly Activity[] = held > 0n ? [...activities, { kind: "sell", ...last }] : activities;
      const gains = METHODS.map((by) => read(all, by).sums.gain);
      expect(new Set(gains).size).toBe(1);
      for (const by of METHODS) expect(read(all, by).holdings.get("TAO")!.cost).toBe(0n);
    }),
  );
});

test("realised and unrealised gain together do not depend on the method", () => {
  fc.assert(
    fc.property(trades, ({ activities }) => {
      const sums = METHODS.map((by) => {
        const ledger = read(activities, by);
        return ledger.sums.gain - ledger.holdings.get("TAO")!.cost;
      });
      expect(new Set(sums).size).toBe(1);
    }),
  );
});

test("the order of activities of one instant changes no total", () => {
  fc.assert(
    fc.property(
      trades.chain(({ activities }) =>
        fc.tuple(
          fc.constant(activities),
          fc.shuffledSubarray(
            activities.map((_, at) => at),
            { minLength: activities.length },
          ),
        ),
      ),
      method,
      ([activities, orders], by) => {
        const totals = (all: readonly Activity[]) => {
          const { sums, holdings } = read(all, by);
          const { quantity: left, cost } = holdings.get("TAO")!;
          // Lots of one instant are used in the order entered, so a gain may be made now or later; both together stay.
          return [sums.paid, sums.proceeds, sums.gain - cost, left];
        };
        const reordered = activities.map((activity, at) => ({ ...activity, order: orders[at]! }));
        expect(totals(reordered)).toEqual(totals(activities));
      },
    ),
  );
});
