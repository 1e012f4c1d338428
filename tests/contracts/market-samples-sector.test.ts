import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type MarketStandIn, startMarket } from "../stand-ins/market.ts";
import { readdirSync, readFileSync } from "node:fs";
import { createCoinGecko } from "../../src/market/providers/coingecko.ts";
import { closesIn } from "../../src/market/closes.ts";
import { join } from "node:path";
import { testWire } from "../support/market.ts";

/** A folder of answers that real providers once gave; they are not ours to publish. */
const folder = process.env["SAMPLES"];
const files = folder === undefined ? [] : readdirSync(folder, { recursive: true, encoding: "utf8" });
const read = (file: string): string => readFileSync(join(folder ?? "", file), "utf8");
const matching = (pattern: RegExp): readonly string[] => files.filter((file) => pattern.test(file));
/** After all recordings. */
const NOW = Date.UTC(2027, 0, 1);

let market: MarketStandIn;
beforeAll(async () => {
  market = await startMarket();
});
afterAll(() => market.close());

const coingecko = () => {
  const wire = testWire({ clock: () => NOW });
  return createCoinGecko({ ...wire, plan: "pro", apiKey: "pro-key", base: market.coingeckoProBase });
};
const serve = (body: string): void => {
  market.heal();
  market.fail("", { kind: "status", status: 200, body }, Infinity);
};

describe.skipIf(folder === undefined)("recorded answers of the folder SAMPLES", () => {
  const LISTS = /coingecko\/.*categories_list\.json$/;
  const MARKETS = /coingecko\/oas-example\/coins_markets\.json$/;
  const CHARTS = /coingecko\/.*market_chart\w*\.json$/;

  test("the folder holds answers of every kind that is read here", () => {
    for (const pattern of [LISTS, MARKETS, CHARTS]) expect(matching(pattern).length).toBeGreaterThan(0);
  });

  test.for(matching(LISTS))("%s: every category has its id", async (file) => {
    serve(read(file));
    const ids = await coingecko().categoryIds();
    expect(ids.size).toBe((JSON.parse(read(file)) as unknown[]).length);
  });

  test.for(matching(MARKETS))("%s: the change of a month is read where it was answered", async (file) => {
    const rows = JSON.parse(read(file)) as { readonly id: string; readonly [key: string]: unknown }[];
    serve(read(file));
    const figures = await coingecko().markets(
      rows.map(({ id }) => id),
      "USD",
      "person",
    );
    for (const each of rows) {
      const month = each["price_change_percentage_30d_in_currency"];
      const told = figures.get(each.id)?.change30d;
      if (typeof month === "number") expect(told).toBeCloseTo(month / 100, 10);
      else expect(told).toBeUndefined();
    }
  });

  test.for(matching(CHARTS))("%s: a close that has a cap has the recorded one", async (file) => {
    const { market_caps: caps = [] } = JSON.parse(read(file)) as { readonly market_caps?: [number, number | null][] };
    serve(read(file));
    const history = await coingecko().history("any", "USD", 90, "person");
    const recorded = new Set(caps.map(([, cap]) => cap));
    for (const { marketCap } of history ? closesIn("any", history, NOW) : [])
      if (marketCap !== undefined) expect(recorded.has(marketCap)).toBe(true);
  });
});
