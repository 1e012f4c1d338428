import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type MarketStandIn, startMarket } from "../stand-ins/market.ts";
import { readdirSync, readFileSync } from "node:fs";
import { createCoinGecko } from "../../src/market/providers/coingecko.ts";
import { createCoinPaprikaProfile } from "../../src/market/providers/coinpaprika-profile.ts";
import { createMovers, PERIODS, rankMovers } from "../../src/market/movers.ts";
import { join } from "node:path";
import { MIN_VOLUME_24H_USD } from "../../src/market/liquidity.ts";
import { ProviderError } from "../../src/core/errors.ts";
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

/** A provider of its own for each answer, so that none rests because of another. */
const wire = () => testWire({ clock: () => NOW });
const coingecko = () => createCoinGecko({ ...wire(), plan: "pro", apiKey: "pro-key", base: market.coingeckoProBase });
const serve = (body: string): void => {
  market.heal();
  market.fail("", { kind: "status", status: 200, body }, Infinity);
};

interface Recorded {
  readonly id: string;
  readonly symbol: string;
  readonly name: string;
  readonly market_data: {
    readonly current_price: object;
    readonly ath: { usd: number };
    readonly ath_date: { usd: string };
  };
  readonly platforms: object;
}

describe.skipIf(folder === undefined)("recorded answers of the folder SAMPLES", () => {
  const COINS = /coingecko\/.*\/(coin_\w+_full|coins_id|coins_id_contract|contract_\w+)\.json$/;

  test("the folder holds answers of every endpoint that is called", () => {
    for (const pattern of [COINS, /markets_top/, /coinpaprika\/.*tickers?/])
      expect(matching(pattern).length).toBeGreaterThan(0);
  });

  test.for(matching(COINS))("%s: the profile is read whole", async (file) => {
    const coin = JSON.parse(read(file)) as Recorded;
    serve(read(file));
    const asset = { id: coin.id, symbol: coin.symbol.toUpperCase(), name: coin.name };
    const profile = await coingecko().profile(asset, "person");
    const codes = Object.keys(coin.market_data.current_price).map((code) => code.toUpperCase());
    expect(Object.keys(profile?.amounts ?? {}).length).toBeGreaterThanOrEqual(codes.length - 1);
    expect(profile?.amounts["USD"]?.allTimeHigh).toEqual({
      price: coin.market_data.ath.usd,
      at: Date.parse(coin.market_data.ath_date.usd),
    });
    expect(profile?.supply.circulating).toBeGreaterThan(0);
    expect(profile?.contracts).toHaveLength(
      Math.min(12, Object.keys(coin.platforms).filter((key) => key !== "").length),
    );
    expect(profile?.about?.length).toBeGreaterThan(40);
    expect(profile?.links.website).toMatch(/^https?:/);
    expect(profile?.asOf).toBeLessThan(NOW);
  });

  test.for(matching(/coingecko\/.*\/markets_top\w*\.json$/))("%s: a market is ranked, each row once", async (file) => {
    const ids = (JSON.parse(read(file)) as { id: string }[]).map(({ id }) => id);
    serve(read(file));
    const list = await createMovers({ markets: coingecko(), clock: () => NOW }).list("top", ids);
    for (const period of PERIODS) {
      const { ranked, ...out } = rankMovers(list, period);
      const sum = ranked.length + out.peggedCount + out.belowFloorCount + out.withoutFigureCount;
      expect(sum).toBe(ids.length);
      expect(out.peggedCount).toBeGreaterThan(5);
      for (const { row } of ranked) expect(row.volume24h).toBeGreaterThanOrEqual(MIN_VOLUME_24H_USD);
    }
    expect(rankMovers(list, "24h").ranked.length).toBeGreaterThan(50);
  });

  test.for(matching(/\.(json|xml|rss|html|txt)$/))(
    "%s: in the place of any answer it gives a profile or a ProviderError",
    async (file) => {
      serve(read(file));
      const asset = { id: "bitcoin", symbol: "BTC", name: "Bitcoin", rank: 1 };
      const paprika = createCoinPaprikaProfile({ ...wire(), base: market.coinpaprikaBase });
      for (const source of [coingecko(), paprika])
        try {
          const profile = await source.profile(asset, "person");
          for (const { price } of Object.values(profile?.amounts ?? {})) expect(price).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(ProviderError);
        }
    },
  );
});
