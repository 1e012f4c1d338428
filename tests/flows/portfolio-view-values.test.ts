import { buy, closesOver, viewDesk } from "../support/portfolio-view-desk.ts";
import { expect, test } from "vitest";
import { NOON } from "../support/calls.ts";
import type { OpenPortfolio } from "../../src/commands/portfolio-book.ts";
import { portfolioValues, type PortfolioValueParts, portfolioWorths } from "../../src/compose/portfolio-values.ts";
import { ProviderError } from "../../src/core/errors.ts";

interface Owner {
  readonly currency?: string;
  readonly coins: readonly string[];
}

async function service(owners: Readonly<Record<string, Owner>>) {
  const asked: string[] = [];
  const opened = new Map<string, OpenPortfolio>();
  for (const [id, { coins, currency = "USD" }] of Object.entries(owners)) {
    const desk = await viewDesk();
    desk.market.kept.set(
      "bittensor",
      closesOver(3, () => 1),
    );
    desk.market.perUsd.set("EUR", () => 0.5);
    desk.keep(
      coins.map((coin) => buy(3, coin, "2", "10")),
      { currency },
    );
    opened.set(id, desk.opened());
  }
  const prices = new Map<string, { price: number; change24h?: number; asOf: number }>([
    ["bittensor", { price: 300, change24h: 0.5, asOf: NOON - 1_000 }],
    ["near", { price: 2, change24h: 0, asOf: NOON - 90_000 }],
  ]);
  const state = { failure: undefined as ProviderError | undefined };
  const parts: PortfolioValueParts = {
    clock: () => NOON,
    assets: { byId: (id) => ({ id, symbol: id, name: id }) },
    portfolio: {
      async open({ caller: { userId } }) {
        const found = opened.get(userId);
        if (!found) throw new Error("nobody");
        return found;
      },
    },
    quotes: {
      async of(assets, currency, patience) {
        asked.push(`${patience} ${currency} ${assets.map(({ id }) => id).join(" ")}`);
        if (state.failure) throw state.failure;
        return new Map(
          assets.flatMap((asset) => {
            const known = prices.get(asset.id);
            return known ? [[asset.id, { ...known, asset, currency, source: "DefiLlama", isStale: false }]] : [];
          }),
        );
      },
    },
  };
  return { asked, state, parts, prices };
}

test("the portfolios of many are valued by one request for each currency", async () => {
  const { parts, asked } = await service({
    one: { coins: ["bittensor"] },
    other: { coins: ["bittensor", "near"] },
    third: { coins: ["near"], currency: "EUR" },
    nothing: { coins: [] },
  });
  const values = await portfolioValues(parts)(["one", "other", "third", "nothing", "one"]);
  expect(asked).toEqual(["job USD bittensor near", "job EUR near"]);
  expect([...values.keys()]).toEqual(["one", "other", "third"]);
  expect(values.get("one")).toMatchObject({ value: 600, currency: "USD", dayFraction: 0.5, asOf: NOON - 1_000 });
  expect(values.get("other")).toMatchObject({ value: 604, asOf: NOON - 90_000, source: "DefiLlama" });
});

test("a portfolio that lacks a price is absent for alerts, and says what it lacks elsewhere", async () => {
  const { parts } = await service({ one: { coins: ["bittensor", "giza"] }, other: { coins: ["giza"] } });
  expect([...(await portfolioValues(parts)(["one", "other"]))]).toEqual([]);
  const worths = await portfolioWorths(["one", "other"], parts);
  expect(worths.get("one")).toMatchObject({ value: 600, unpriced: ["giza"] });
  expect(worths.has("other")).toBe(false);
});

test("the change of the day is that of the whole or none", async () => {
  const { parts, prices } = await service({ one: { coins: ["bittensor", "near"] } });
  prices.set("near", { price: 2, asOf: NOON });
  expect((await portfolioValues(parts)(["one"])).get("one")).not.toHaveProperty("dayFraction");
});

test("it fails as the market does, rather than tell of an empty portfolio", async () => {
  const { parts, state } = await service({ one: { coins: ["bittensor"] } });
  state.failure = new ProviderError("CoinGecko", "timeout");
  await expect(portfolioValues(parts)(["one"])).rejects.toBe(state.failure);
});
