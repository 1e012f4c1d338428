import { bench, describe } from "vitest";
import { aCall } from "../support/calls.ts";
import type { Activity } from "../../src/portfolio/activity.ts";
import { type Method, USUAL_CONVENTIONS } from "../../src/portfolio/conventions.ts";
import { priceOf, quantityOf, valueAt } from "../../src/portfolio/amount.ts";
import { closeBook } from "../../src/store/daily-close-store.ts";
import { openDatabase } from "../../src/store/database.ts";
import { rememberCloses } from "../../src/market/remembered-closes.ts";
import { DAY_MS, dayOf } from "../../src/portfolio/day-track.ts";
import type { KeptEntry } from "../../src/portfolio/entry.ts";
import type { OpenPortfolio } from "../../src/commands/portfolio-book.ts";
import { performanceOf } from "../../src/portfolio/performance.ts";
import { portfolio } from "../../src/commands/portfolio-view.ts";
import type { Quote } from "../../src/market/quote.ts";
import { readSectorMap } from "../../src/sector/map.ts";
import { replay } from "../../src/portfolio/replay.ts";
import { seeded } from "../support/many-coins.ts";
import { valuate } from "../../src/portfolio/valuation.ts";
import { valueSeries } from "../../src/portfolio/value-series.ts";

/**
 * All lots of one user, by method and number of activities, beside the least that anything of the kind has to do: add up what
 * came and went. `npx vitest bench --run tests/bench/portfolio.bench.ts`
 */
const START = Date.UTC(2020, 0, 1);
const YEARS = 5;

/** Purchases, income, sales and swaps in five years, of so many coins; most lots stay, as they do with people. */
function activitiesOf(count: number, coins: number): readonly Activity[] {
  const random = seeded(11);
  const held = new Map<string, bigint>();
  const change = (asset: string, by: bigint): void => void held.set(asset, (held.get(asset) ?? 0n) + by);
  const amount = (digits: number, most: number): string => (random() * most + 1e-6).toFixed(digits);
  return Array.from({ length: count }, (_, order): Activity => {
    const asset = `coin-${Math.floor(random() * coins)}`;
    const common = { id: `a${order}`, order, at: START + Math.floor((order * YEARS * 365 * DAY_MS) / count), asset };
    const price = priceOf(amount(8, 5_000));
    const has = held.get(asset) ?? 0n;
    const quantity = quantityOf(amount(18, 3));
    const kind = random();
    if (kind < 0.35 && has > quantity) {
      change(asset, -quantity);
      const fee = { kind: "money", amount: valueAt(quantity, price) / 1_000n } as const;
      return { kind: "sell", ...common, quantity, value: valueAt(quantity, price), fee };
    }
    if (kind < 0.45 && has > quantity) {
      change(asset, -quantity);
      const toAsset = `${asset}-b`;
      return { kind: "swap", ...common, quantity, toAsset, toQuantity: quantity * 3n, value: valueAt(quantity, price) };
    }
    change(asset, quantity);
    if (kind > 0.9)
      return { kind: "income", ...common, incomeKind: "staking", quantity, value: valueAt(quantity, price) };
    const fee = { kind: "money", amount: valueAt(quantity, price) / 1_000n } as const;
    return { kind: "buy", ...common, quantity, value: valueAt(quantity, price), fee };
  });
}

/** A few rounds: each takes a good part of a second. */
const FEW = { iterations: 5, warmupIterations: 2, time: 0, warmupTime: 0 };
const METHODS: readonly Method[] = ["fifo", "lifo", "hifo", "lofo", "average"];
const sizes = [1_000, 10_000, 100_000].map((count) => ({ count, activities: activitiesOf(count, 20) }));
const oneCoin = activitiesOf(100_000, 1);

for (const { count, activities } of sizes)
  describe(`${count.toLocaleString("en")} activities of 20 coins`, () => {
    bench("floor: balances alone", () => {
      const held = new Map<string, bigint>();
      for (const activity of activities)
        if ("quantity" in activity) held.set(activity.asset, (held.get(activity.asset) ?? 0n) + activity.quantity);
    });
    for (const method of METHODS)
      bench(method, () => void replay(activities, { method, conventions: USUAL_CONVENTIONS }), FEW);
  });

describe("100,000 activities of one coin", () => {
  for (const method of METHODS)
    bench(method, () => void replay(oneCoin, { method, conventions: USUAL_CONVENTIONS }), FEW);
});

/**
 * What `/portfolio` takes of our own: figures, returns and words, from the entries of an opened portfolio and the quotes of
 * now. Nothing is waited for: quotes are in memory, and closes once they were read.
 */
describe("the view of 1,000 activities", async () => {
  const { activities } = sizes[0]!;
  const opened = (): OpenPortfolio => ({
    settings: { method: "fifo", currency: "USD", zone: "UTC" },
    entries: activities.map(({ at }, index): KeptEntry => ({
      kind: "buy",
      at,
      asset: "coin-0",
      quantity: "1",
      number: index + 1,
    })),
    ledger: replay(
      activities.map((activity, index) => ({ ...activity, id: String(index + 1) })),
      { method: "fifo", conventions: USUAL_CONVENTIONS },
    ),
    unconverted: [],
  });
  const kept = opened();
  const ids = [...kept.ledger.holdings.keys()];
  const now = START + (YEARS * 365 + 1) * DAY_MS;
  const today = dayOf(now);
  const random = seeded(5);
  const closes = ids.toSorted().flatMap((assetId) =>
    Array.from({ length: 370 }, (_, at) => ({
      assetId,
      day: today - 370 + at,
      close: random() * 100 + 1,
      source: "CoinGecko",
    })),
  );
  const book = rememberCloses(closeBook(await openDatabase(":memory:")));
  await book.keep(closes);
  const quotes = new Map(
    ids.map((id): [string, Quote] => [
      id,
      {
        asset: { id, symbol: id.toUpperCase(), name: id },
        price: 100,
        change24h: 0.01,
        currency: "USD",
        source: "CoinGecko",
        asOf: now,
        isStale: false,
      },
    ]),
  );
  let open = kept;
  const command = portfolio({
    portfolio: { open: async () => open },
    assets: { byId: (id) => ({ id, symbol: id.toUpperCase(), name: id }) },
    quotes: { of: async () => quotes },
    pastCloses: { of: async () => [] },
    closes: book,
    histories: { daily: async () => undefined },
    dayRates: { of: async () => [] },
    sector: { map: readSectorMap() },
  });
  const call = aCall({ now });

  bench("floor: each balance times its price", () => {
    const held = new Map<string, bigint>();
    for (const activity of activities)
      if ("quantity" in activity) held.set(activity.asset, (held.get(activity.asset) ?? 0n) + activity.quantity);
    for (const [asset, quantity] of held) valueAt(quantity, priceOf(String(quotes.get(asset)?.price ?? 0)));
  });
  bench("the card", async () => {
    open = kept;
    command.show(await command.run({}, call, () => undefined), call);
  });
  bench("the card after a change: lots and the days of a year anew", async () => {
    open = opened();
    command.show(await command.run({}, call, () => undefined), call);
  });
});

describe("what the view is made of, lots included", () => {
  const { activities } = sizes[0]!;
  const span = { fromDay: dayOf(START), toDay: dayOf(START) + 365 * YEARS };
  const assets = [...replay(activities, { method: "fifo", conventions: USUAL_CONVENTIONS }).holdings.keys()];
  const random = seeded(3);
  const closes = new Map(
    assets.map((asset) => [
      asset,
      new Map(
        Array.from({ length: 365 * YEARS + 2 }, (_, at) => [
          span.fromDay - 1 + at,
          priceOf((random() * 100).toFixed(8)),
        ]),
      ),
    ]),
  );
  const prices = new Map(assets.map((asset) => [asset, priceOf("100")]));

  bench("value, gain and allocation", () => {
    valuate(replay(activities, { method: "fifo", conventions: USUAL_CONVENTIONS }), prices);
  });
  bench("and the value of each day of five years", () => {
    valueSeries(replay(activities, { method: "fifo", conventions: USUAL_CONVENTIONS }), closes, span);
  });
  bench("and all returns over five years", () => {
    performanceOf(replay(activities, { method: "fifo", conventions: USUAL_CONVENTIONS }), closes, span);
  });
});
