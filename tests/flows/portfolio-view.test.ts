import {
  arrive,
  buy,
  closesOver,
  sell,
  stake,
  TODAY,
  viewDesk,
  type ViewDesk,
} from "../support/portfolio-view-desk.ts";
import { describe, expect, it } from "vitest";
import { NOON } from "../support/calls.ts";
import type { HoldingsFacts } from "../../src/commands/portfolio-holdings.ts";
import type { PerformanceFacts } from "../../src/commands/portfolio-performance-facts.ts";
import type { PortfolioFacts } from "../../src/commands/portfolio-view.ts";

async function usual(): Promise<ViewDesk> {
  const desk = await viewDesk();
  const { prices, kept } = desk.market;
  prices.set("bittensor", { price: 400, change24h: 0.25 });
  prices.set("bitcoin", { price: 100_000, change24h: -0.2 });
  prices.set("ethereum", { price: 2_000, change24h: 0 });
  kept.set(
    "bittensor",
    closesOver(100, () => 300),
  );
  kept.set(
    "bitcoin",
    closesOver(100, () => 80_000),
  );
  kept.set(
    "ethereum",
    closesOver(100, () => 2_000),
  );
  desk.keep([
    buy(40, "bittensor", "10", "3000", 10),
    sell(20, "bittensor", "4", "1300"),
    buy(10, "bitcoin", "0.02", "1600"),
    stake(5, "bittensor", "0.5", "150"),
  ]);
  return desk;
}

const now = (facts: unknown): NonNullable<PortfolioFacts["now"]> => {
  const { now: found } = facts as PortfolioFacts;
  if (!found) throw new Error("an empty portfolio");
  return found;
};

const told = (facts: unknown): NonNullable<PerformanceFacts["told"]> => {
  const { told: found } = facts as PerformanceFacts;
  if (!found) throw new Error("an empty portfolio");
  return found;
};

describe("/portfolio", () => {
  it("tells value, day, gains by name, returns by name, shares and layers", async () => {
    const { value, gains, returns } = now(await (await usual()).facts("portfolio"));
    // 6.5 TAO at 400 and 0.02 BTC at 100,000.
    expect(value.value).toBe(4_600);
    // 2,600 was 2,080, and 2,000 was 2,500.
    expect(value.change24h).toBeCloseTo(20, 9);
    expect(value.change24hFraction).toBeCloseTo(20 / 4_580, 12);
    expect(value.holdings.map(({ symbol, worth }) => [symbol, worth?.value, worth?.shareFraction])).toEqual([
      ["TAO", 2_600, 2_600 / 4_600],
      ["BTC", 2_000, 2_000 / 4_600],
    ]);
    // Sold 4 of 10 that cost 3,010: 1,300 - 1,204. Left: 1,806 and 150 for 6.5 TAO, 1,600 for bitcoin.
    expect(gains).toEqual({
      totalGain: 96 + 644 + 400 + 150,
      realisedGain: 96,
      unrealisedGain: 644 + 400,
      income: 150,
      separateFees: 0,
      costLeft: 0,
    });
    expect(returns).toMatchObject({ fromDay: "2026-01-20", days: 41 });
    // 4,600 and 1,300 taken, of 4,610 put in: what was staked came from nowhere.
    expect(returns?.simpleFraction).toBeCloseTo((4_600 + 1_300 - 4_610) / 4_610, 12);
  });

  it("says it on one screen, with its source and age", async () => {
    const desk = await usual();
    const shown = await desk.read("portfolio");
    expect(shown).toContain("Value: $4,600");
    expect(shown).toContain("24 h: +$20.00 (+0.44%)");
    expect(shown).toContain("Total gain: +$1,290.00: realised +$96.00, unrealised +$1,044.00, income +$150.00");
    expect(shown).toMatch(
      /Since 2026-01-20: time-weighted \+[\d.]+%, money-weighted \(XIRR\) \+[\d.]+% for the time, simple \+27\.98%/,
    );
    expect(shown).toContain("Source: CoinGecko · 40 s ago");
    expect(desk.faults).toEqual([]);
    expect((await desk.say("portfolio")).audience).toBe("caller");
  });

  it("says what left at its cost, which is in no gain", async () => {
    const desk = await usual();
    const at = NOON - 3_600_000;
    desk.keep([
      buy(40, "bittensor", "10", "3000", 10),
      { kind: "loss", at, asset: "bittensor", quantity: "2" },
      { kind: "fee", at, fee: { kind: "coin", asset: "bittensor", quantity: "1" } },
    ]);
    expect(now(await desk.facts("portfolio")).gains).toMatchObject({ totalGain: 7 * 99, costLeft: 903 });
    expect(await desk.read("portfolio")).toContain("Left at cost, in no gain: $903.00");
    desk.keep([buy(40, "bittensor", "10", "3000", 10)]);
    expect(await desk.read("portfolio")).not.toContain("Left at cost");
  });

  it.each([
    [1, "4000", 0.25],
    [1, "5500", -1 / 11],
    [2, "50000", -0.9],
    [40, "4000", 0.25],
  ])("tells of one purchase %i days ago for %s the same rate by all three ways", async (ago, paid, wanted) => {
    const desk = await usual();
    desk.market.prices.set("bittensor", { price: 500 });
    desk.keep([buy(ago, "bittensor", "10", paid)]);
    const { returns } = told(await desk.facts("portfolio performance all"));
    expect(returns.simpleFraction).toBeCloseTo(wanted, 12);
    expect(returns.timeWeightedFraction).toBeCloseTo(wanted, 12);
    expect(returns.moneyWeightedFraction).toBeCloseTo(wanted, 10);
  });

  it("tells the yearly rate at which all that went in and out is worth nothing", async () => {
    const desk = await usual();
    const { returns } = told(await desk.facts("portfolio performance all"));
    const yearly = 1 + (returns.moneyWeightedAYearFraction ?? NaN);
    // Days since the first purchase, as a spreadsheet counts them.
    const flows = [[0, -3_010] as const, [20, 1_300] as const, [30, -1_600] as const, [40, 4_600] as const];
    expect(flows.reduce((sum, [day, amount]) => sum + amount / yearly ** (day / 365), 0)).toBeCloseTo(0, 6);
    expect(1 + (returns.moneyWeightedFraction ?? NaN)).toBeCloseTo(yearly ** (40 / 365), 10);
  });

  it("has no money-weighted rate of what was bought today or is worth nothing, and does not say that there was no money", async () => {
    const desk = await usual();
    desk.keep([buy(0, "bittensor", "10", "3000")]);
    expect(await desk.read("portfolio performance")).toContain("XIRR): none: no rate fits these flows");
    desk.keep([
      buy(3, "bittensor", "10", "3000"),
      { kind: "loss", at: NOON - 3_600_000, asset: "bittensor", quantity: "10" },
    ]);
    expect(await desk.read("portfolio performance")).toContain("XIRR): none: no rate fits these flows");
  });

  it("asks the market once for all coins, and for no history", async () => {
    const desk = await usual();
    await desk.say("portfolio");
    expect(desk.market.asked).toEqual(["quotes bittensor bitcoin USD"]);
  });

  it("goes through the days that are over once, and takes the prices of now each time", async () => {
    const desk = await usual();
    const first = now(await desk.facts("portfolio")).returns;
    desk.market.prices.set("bittensor", { price: 500 });
    const second = now(await desk.facts("portfolio")).returns;
    expect(second?.timeWeightedFraction).toBeGreaterThan(first?.timeWeightedFraction ?? Infinity);
    const all = told(await desk.facts("portfolio performance all")).returns;
    expect(second?.timeWeightedFraction).toBeCloseTo(all.timeWeightedFraction ?? NaN, 12);
    expect(second?.moneyWeightedAYearFraction).toBeCloseTo(all.moneyWeightedAYearFraction ?? NaN, 9);
    expect(second?.simpleFraction).toBeCloseTo(all.simpleFraction ?? NaN, 12);
  });

  it("shows how to begin where there is nothing", async () => {
    const desk = await viewDesk();
    for (const line of ["portfolio", "portfolio holdings", "portfolio performance", "portfolio allocation"]) {
      const shown = await desk.read(line);
      expect(shown).toContain("/portfolio add buy 2.5 TAO at 310 usd on 2026-03-01");
      expect(shown).toContain("/portfolio import");
    }
    expect(desk.market.asked).toEqual([]);
  });

  it("leaves a coin without a price out of the totals, by name, and never counts it as nothing", async () => {
    const desk = await usual();
    desk.market.prices.delete("bitcoin");
    const facts = now(await desk.facts("portfolio"));
    expect(facts.value.value).toBe(2_600);
    expect(facts.value.unrealisedGain).toBe(644);
    expect(facts.returns).toBeUndefined();
    const shown = await desk.read("portfolio");
    expect(shown).toContain("No price, so in no total: BTC.");
    expect(shown).toContain("no price");
  });

  it("shows what is known when no source of prices answers", async () => {
    const desk = await usual();
    desk.market.isSilent = true;
    const shown = await desk.read("portfolio");
    expect(shown).toContain("Value: not known");
    expect(shown).toContain("realised +$96.00");
    expect(shown).toContain("No price source answers right now");
    expect(shown).not.toContain("$0.00");
  });

  it("counts no gain on coins of an unknown cost, and says so", async () => {
    const desk = await usual();
    desk.keep([buy(10, "bittensor", "1", "300"), arrive(5, "bittensor", "2")]);
    const { value, gains } = now(await desk.facts("portfolio"));
    expect(value.value).toBe(1_200);
    expect(gains.unrealisedGain).toBe(100);
    expect(value.holdings[0]).toMatchObject({ cost: 300, averageCost: 300, unknownCostQuantity: "2" });
    expect(await desk.read("portfolio")).toContain("Cost not known, so in no unrealised gain: 2 TAO.");
  });

  it("lists what left without having come in", async () => {
    const desk = await usual();
    desk.keep([buy(10, "bittensor", "1", "300"), sell(5, "bittensor", "3", "1200")]);
    expect(await desk.read("portfolio")).toContain("Left without having come in, counted at no cost: 2 TAO (#2)");
    expect(now(await desk.facts("portfolio")).gains.realisedGain).toBe(900);
  });

  it("marks an old price, and names a coin whose day nobody knows", async () => {
    const desk = await usual();
    desk.market.prices.set("bittensor", { price: 400, asOf: 0, isStale: true });
    const shown = await desk.read("portfolio");
    expect(shown).toContain("Price is old: TAO.");
    expect(shown).toContain("24 h change not known, so not in it: TAO.");
  });

  it("shows all in the currency of the settings, at the rates of the days", async () => {
    const desk = await usual();
    desk.market.perUsd.set("EUR", (day) => (day < TODAY - 15 ? 0.8 : 0.5));
    desk.keep([buy(40, "bittensor", "10", "3000"), sell(10, "bittensor", "5", "1500")], { currency: "EUR" });
    const { value, gains, returns } = now(await desk.facts("portfolio"));
    // Bought for 2,400 EUR; half sold for 750 EUR; five at 200 EUR are left.
    expect(value).toMatchObject({ currency: "EUR", value: 1_000 });
    expect(gains).toMatchObject({ realisedGain: -450, unrealisedGain: -200 });
    expect(returns?.simpleFraction).toBeCloseTo(-650 / 2_400, 12);
    expect(await desk.read("portfolio")).toContain("€1,000");
  });

  it("tells no returns where the closes that are kept do not tell them", async () => {
    const desk = await usual();
    desk.market.kept.delete("bitcoin");
    expect(now(await desk.facts("portfolio")).returns).toBeUndefined();
  });
});

describe("/portfolio holdings", () => {
  it("tells quantity, price, value, average cost, unrealised gain and share of each", async () => {
    const desk = await usual();
    const shown = await desk.read("portfolio holdings");
    expect(shown).toContain("6.5 TAO at $400.00 = $2,600.00, 56.5%; average $300.92, +$644.00 (+32.92%)");
    expect(shown).toContain("0.02 BTC at $100,000");
  });

  it("goes through pages of many coins", async () => {
    const desk = await usual();
    desk.keep(Array.from({ length: 20 }, (_, index) => buy(3, `coin-${index}`, "1", "5")));
    const facts = (await desk.facts("portfolio holdings 3")) as HoldingsFacts;
    expect([facts.page, facts.pageCount, facts.value.holdings.length]).toEqual([3, 3, 4]);
    const reply = await desk.say("portfolio holdings 2");
    expect(reply.buttons?.map(({ label }) => label)).toEqual(["Previous", "Next", "Portfolio"]);
    expect(((await desk.facts("portfolio holdings 99")) as HoldingsFacts).page).toBe(3);
  });

  it("explains a gain down to the lots it was made of", async () => {
    const desk = await usual();
    desk.keep([buy(400, "bittensor", "1", "100"), buy(30, "bittensor", "2", "600"), sell(1, "bittensor", "2", "800")]);
    const shown = await desk.read("portfolio holdings TAO");
    expect(shown).toContain("Held: 1 TAO");
    expect(shown).toContain("Realised: +$400.00\nShort, long: +$100.00, +$300.00");
    expect(shown).toContain("Sold 2 TAO on 2026-02-28 (#3): $800.00 less cost $400.00 = +$400.00");
    expect(shown).toContain("1 TAO of #1 (2025-01-25), cost $100.00: +$300.00, long term");
    expect(shown).toContain("1 TAO of #2 (2026-01-30), cost $300.00: +$100.00, short term");
    expect(shown).toContain("Lots: first in, first out");
  });

  it("tells the past of a coin that is held no more, and refuses one that never was", async () => {
    const desk = await usual();
    desk.keep([buy(30, "bittensor", "2", "600"), sell(1, "bittensor", "2", "800")]);
    expect(await desk.read("portfolio holdings tao")).toContain("Held: nothing now");
    expect(await desk.read("portfolio holdings")).toContain("Nothing is held now.");
    expect(await desk.read("portfolio holdings NEAR")).toContain("NEAR Protocol (NEAR) was never in your portfolio.");
  });
});

describe("/portfolio performance", () => {
  it("tells start, end, what went in and out, gain and three rates by name", async () => {
    const desk = await usual();
    const figures = told(await desk.facts("portfolio performance 30D"));
    expect(figures).toMatchObject({ startValue: 3_000, endValue: 4_600, paidIn: 1_600, takenOut: 1_300, gain: 1_300 });
    expect(figures.returns.simpleFraction).toBeCloseTo(1_300 / 4_600, 12);
    const shown = await desk.read("portfolio performance 30D");
    for (const name of ["Gain: +$1,300.00, simple +28.26%", "Time-weighted: ", "Money-weighted (XIRR): "])
      expect(shown).toContain(name);
  });

  it("puts the same money into benchmarks, at each day's close", async () => {
    const desk = await usual();
    for (let day = TODAY - 40; day < TODAY; day += 1) desk.market.sector.set(day, day < TODAY - 15 ? 100 : 110);
    const { benchmarks } = told(await desk.facts("portfolio performance 30D"));
    const [bitcoin, ethereum, sector] = benchmarks;
    expect(bitcoin?.priceReturnFraction).toBeCloseTo(0.25, 12);
    // 3,000 less 1,300 and 1,600 more, all at 80,000, at 100,000 now.
    expect(bitcoin?.sameMoneyValue).toBeCloseTo(3_300 * 1.25, 6);
    expect(ethereum).toMatchObject({ priceReturnFraction: 0, sameMoneyValue: 3_300 });
    expect(sector?.priceReturnFraction).toBeCloseTo(0.1, 12);
    expect(sector?.sameMoneyValue).toBeCloseTo(1_700 * 1.1 + 1_600, 6);
    expect(sector?.untilDay).toBe("2026-02-28");
  });

  it("adds the coins' contributions up to the whole, and the layers' too", async () => {
    const { returns, coins, layers, gain } = told(await (await usual()).facts("portfolio performance 30D"));
    const sum = (of: readonly { contributionFraction: number }[]): number =>
      of.reduce((total, { contributionFraction }) => total + contributionFraction, 0);
    expect(sum(coins)).toBeCloseTo(returns.simpleFraction ?? NaN, 12);
    expect(sum(layers)).toBeCloseTo(returns.simpleFraction ?? NaN, 12);
    expect(coins.reduce((total, each) => total + (each.gain ?? NaN), 0)).toBeCloseTo(gain, 9);
    expect(coins.map(({ name }) => name)).toEqual(["TAO", "BTC"]);
  });

  it("begins where closes do, and says so", async () => {
    const desk = await usual();
    desk.market.kept.set(
      "bittensor",
      closesOver(30, () => 300),
    );
    const facts = told(await desk.facts("portfolio performance ALL"));
    expect(facts.askedFromDay).toBe("2026-01-20");
    expect(facts.returns.fromDay).toBe("2026-01-31");
    expect(facts.leftOut).toEqual([]);
    expect(await desk.read("portfolio performance ALL")).toContain(
      "ALL would begin on 2026-01-20; prices of the past are known from 2026-01-31 on.",
    );
  });

  it("leaves out a coin whose past nobody knows, by name, and tells of the others", async () => {
    const desk = await usual();
    desk.keep([buy(20, "bittensor", "10", "3000"), buy(20, "giza", "100", "5")]);
    const facts = told(await desk.facts("portfolio performance 30D"));
    expect(facts.leftOut.map(({ symbol }) => symbol)).toEqual(["GIZA"]);
    expect(facts.endValue).toBe(4_000);
    expect(await desk.read("portfolio performance 30D")).toContain("Left out for want of past prices: GIZA.");
  });

  it("asks for the past of twelve coins at most, the most valuable first, and names the rest", async () => {
    const desk = await usual();
    const ids = Array.from({ length: 15 }, (_, index) => `coin-${index}`);
    for (const [index, id] of ids.entries()) {
      desk.market.prices.set(id, { price: index + 1 });
      desk.market.elsewhere.set(
        id,
        closesOver(30, () => index + 1),
      );
    }
    desk.keep(ids.map((id) => buy(20, id, "1", "1")));
    const { notAsked, leftOut } = told(await desk.facts("portfolio performance 30D"));
    expect(notAsked.map(({ assetId }) => assetId)).toEqual(["coin-2", "coin-1", "coin-0"]);
    expect(leftOut).toHaveLength(3);
    expect(desk.market.asked.filter((line) => line.startsWith("history"))).toHaveLength(12);
  });

  it("asks for what lies more than a year back by itself, and begins where that does", async () => {
    const desk = await usual();
    desk.market.kept.clear();
    desk.market.elsewhere.set(
      "bittensor",
      closesOver(365, () => 300),
    );
    const old = Array.from({ length: 300 }, (_, index): [number, number] => [TODAY - 665 + index, 200]);
    desk.market.longAgo.set("bittensor", new Map(old));
    desk.keep([buy(600, "bittensor", "10", "2000")]);
    const { returns, valueOverTime, leftOut } = told(await desk.facts("portfolio performance ALL"));
    expect([returns.fromDay, leftOut]).toEqual(["2024-07-09", []]);
    expect(valueOverTime.map(([, value]) => value)).toEqual(expect.arrayContaining([2_000, 3_000, 4_000]));
    const asked = desk.market.asked.filter((line) => /past bittensor/.test(line));
    expect(asked).toEqual(["past bittensor 235"]);
    await desk.facts("portfolio performance 30D");
    expect(desk.market.asked.filter((line) => line.startsWith("past bittensor"))).toEqual(asked);
  });

  it("says that the line of costs is without what nobody said the cost of, and leaves it out where that is all", async () => {
    const desk = await usual();
    const seriesOf = async () => {
      const reply = await desk.say("portfolio performance 30D");
      const chart = reply.blocks.find((block) => block.kind === "chart");
      if (chart?.kind !== "chart" || chart.chart.kind !== "line") throw new Error("no line");
      return { names: chart.chart.series.map(({ name }) => name), alt: chart.alt };
    };
    desk.keep([buy(20, "bitcoin", "0.02", "1600"), arrive(20, "bittensor", "10")]);
    expect((await seriesOf()).names).toEqual(["Value", "Cost, as far as known"]);
    expect(await desk.read("portfolio performance 30D")).toContain(
      "What a part of it cost is not known, so the line of costs is without it: TAO.",
    );
    desk.keep([arrive(20, "bittensor", "10")]);
    expect((await seriesOf()).names).toEqual(["Value"]);
    expect((await seriesOf()).alt).not.toContain("cost");
  });

  it("draws value and cost over time", async () => {
    const reply = await (await usual()).say("portfolio performance 30D");
    const chart = reply.blocks.find((block) => block.kind === "chart");
    if (chart?.kind !== "chart" || chart.chart.kind !== "line") throw new Error("no line");
    expect(chart.chart.series.map(({ name, points }) => [name, points.at(0)?.[1], points.at(-1)?.[1]])).toEqual([
      ["Value", 3_000, 4_600],
      ["Cost", 3_010, 3_556],
    ]);
  });
});

describe("/portfolio allocation", () => {
  it("draws a ring by coin or by layer, and says how concentrated it is", async () => {
    const desk = await usual();
    const byCoin = await desk.say("portfolio allocation");
    expect(byCoin.blocks.find((block) => block.kind === "chart")).toMatchObject({
      chart: {
        kind: "donut",
        unit: "USD",
        parts: [
          { name: "TAO", value: 2_600 },
          { name: "BTC", value: 2_000 },
        ],
      },
    });
    const shown = await desk.read("portfolio allocation");
    expect(shown).toContain("Largest: TAO, 56.5%");
    expect(shown).toContain("like 2.0 coins of one size (2 held)");
    const byLayer = await desk.read("portfolio allocation layer");
    expect(byLayer).toMatch(/56\.5%.*43\.5%/s);
  });
});
