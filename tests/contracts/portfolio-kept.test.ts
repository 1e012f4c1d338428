import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { activitiesOf, type Conversion } from "../../src/portfolio/activities-of.ts";
import { anyEntry } from "../support/portfolio-entries.ts";
import { Exact, exactMoney, moneyOf, moneyText, priceOf, quantityOf } from "../../src/portfolio/amount.ts";
import type { Entry, KeptEntry } from "../../src/portfolio/entry.ts";
import { NOON } from "../support/calls.ts";
import { replayKept } from "../../src/portfolio/replay-kept.ts";

const inUsd = (rates: Readonly<Record<string, string>> = {}): Conversion => ({
  currency: "USD",
  rateOf: (currency) => (rates[currency] === undefined ? undefined : priceOf(rates[currency])),
});
const ALL = inUsd({ EUR: "1.09", BTC: "81234.5" });

const numbered = (entries: readonly Entry[]): readonly KeptEntry[] =>
  entries.map((entry, index) => ({ ...entry, number: index + 1 }));

const buy = { kind: "buy", at: NOON, asset: "bittensor", quantity: "2" } as const;

describe("money of another currency", () => {
  test("is converted exactly, to the last digit of both", () => {
    const decimal = (whole: number, places: number) =>
      fc
        .tuple(fc.nat({ max: whole }), fc.bigInt({ min: 1n, max: 10n ** BigInt(places) - 1n }))
        .map(([before, behind]) => `${before}.${behind.toString().padStart(places, "0")}`);
    fc.assert(
      fc.property(decimal(1e9, 18), decimal(1e5, 12), (amount, rate) => {
        const entry = { ...buy, value: { amount, currency: "EUR" } };
        const { activities } = activitiesOf(numbered([entry]), inUsd({ EUR: rate }));
        const [bought] = activities;
        expect(bought?.kind === "buy" && exactMoney(bought.value).eq(new Exact(amount).mul(rate))).toBe(true);
      }),
    );
  });

  test("is rounded once, to even, where a rate has more digits than money", () => {
    const tiny = `0.${"0".repeat(17)}1`;
    const rated = (rate: string) => {
      const entry = { ...buy, value: { amount: `0.${"0".repeat(47)}5`, currency: "EUR" } };
      const [bought] = activitiesOf(numbered([entry]), inUsd({ EUR: rate })).activities;
      return bought?.kind === "buy" ? moneyText(bought.value) : undefined;
    };
    expect(rated("0.1")).toBe("0");
    expect(rated("0.3")).toBe(`0.${"0".repeat(47)}2`);
    expect(rated(tiny)).toBe("0");
  });

  test("without a rate of its day counts as unknown and is named, never taken for as much", () => {
    const entry = { ...buy, value: { amount: "100", currency: "EUR" } };
    const { ledger, unconverted } = replayKept(
      numbered([entry, { ...buy, value: { amount: "9", currency: "USD" } }]),
      "fifo",
      inUsd(),
    );
    expect(unconverted).toEqual([1]);
    expect(moneyText(ledger.sums.paid)).toBe("9");
    expect(ledger.unpriced).toMatchObject([{ activityId: "1", asset: "bittensor" }]);
  });

  test("is brought over at the rate of its own day", () => {
    const day = Math.floor(NOON / 86_400_000);
    const conversion: Conversion = { currency: "USD", rateOf: (_, on) => (on === day ? priceOf("2") : priceOf("3")) };
    const entry = { ...buy, value: { amount: "10", currency: "EUR" } };
    const { ledger } = replayKept(numbered([entry, { ...entry, at: NOON - 86_400_000 }]), "fifo", conversion);
    expect(moneyText(ledger.sums.paid)).toBe("50");
  });
});

describe("what nobody knows the price of", () => {
  test("is coins at an unknown cost when it was bought, and coins without a gain when it was sold", () => {
    const entries = numbered([
      { ...buy, at: NOON - 2 },
      { ...buy, kind: "sell", at: NOON - 1, quantity: "0.5" },
      { ...buy, kind: "swap", quantity: "1", toAsset: "near", toQuantity: "30" },
    ]);
    const { ledger } = replayKept(entries, "fifo", ALL);
    expect(ledger.holdings.get("bittensor")).toMatchObject({ quantity: quantityOf("0.5") });
    expect(ledger.holdings.get("near")?.lots).toMatchObject([{ quantity: quantityOf("30"), isCostKnown: false }]);
    expect([ledger.disposals, moneyText(ledger.sums.gain)]).toEqual([[], "0"]);
  });
});

describe("whatever is kept", () => {
  const entries = fc.array(anyEntry, { maxLength: 25 }).map(numbered);

  test("is gone through to its end, and every coin in is a coin out or held", () => {
    fc.assert(
      fc.property(entries, fc.constantFrom("fifo", "hifo", "average"), (kept, method) => {
        const { ledger } = replayKept(kept, method, ALL);
        for (const holding of ledger.holdings.values()) {
          expect(holding.quantityIn - holding.quantityOut).toBe(holding.quantity);
          expect(holding.quantity >= 0n).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("comes to the same in whatever order it was entered", () => {
    fc.assert(
      fc.property(entries, fc.infiniteStream(fc.nat()), (kept, picks) => {
        const shuffled = kept
          .map((entry) => [picks.next().value as number, entry] as const)
          .toSorted(([a], [b]) => a - b)
          .map(([, entry]) => entry);
        expect(replayKept(shuffled, "fifo", ALL)).toEqual(replayKept(kept, "fifo", ALL));
      }),
      { numRuns: 100 },
    );
  });

  test("tells of each coin the same, however its own entries were numbered, as long as no two are of one instant", () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyEntry, { maxLength: 20, selector: ({ at }) => at }), (apart) => {
        const quantities = (kept: readonly KeptEntry[]) =>
          Object.fromEntries(
            [...replayKept(kept, "fifo", ALL).ledger.holdings].map(([asset, { quantity, cost }]) => [
              asset,
              { quantity, cost },
            ]),
          );
        expect(quantities(numbered(apart.toReversed()))).toEqual(quantities(numbered(apart)));
      }),
      { numRuns: 100 },
    );
  });

  test("shows a migration of more than was held as missing, and goes on", () => {
    const { ledger } = replayKept(
      numbered([
        { ...buy, asset: "ai16z", quantity: "100", at: NOON - 2, value: { amount: "20", currency: "USD" } },
        { kind: "migration", at: NOON - 1, asset: "ai16z", quantity: "150", toAsset: "elizaos", toQuantity: "900" },
      ]),
      "fifo",
      ALL,
    );
    expect(ledger.missing).toMatchObject([{ id: "2", asset: "ai16z", missing: quantityOf("50") }]);
    expect(ledger.holdings.get("elizaos")).toMatchObject({ quantity: quantityOf("900"), cost: moneyOf("20") });
  });

  test("takes halves of a move that do not fit for what came from and went to outside", () => {
    const half = { at: NOON, asset: "bittensor", transferId: "move" } as const;
    const { ledger } = replayKept(
      numbered([
        { ...buy, at: NOON - 9, quantity: "5", value: { amount: "100", currency: "USD" } },
        { ...half, kind: "transfer_out", quantity: "2" },
        { ...half, kind: "transfer_in", quantity: "3" },
      ]),
      "fifo",
      ALL,
    );
    expect(ledger.holdings.get("bittensor")).toMatchObject({ quantity: quantityOf("6"), cost: moneyOf("60") });
    expect(ledger.unpriced).toHaveLength(1);
  });
});
