import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type MarketStandIn, startMarket } from "../stand-ins/market.ts";
import { readdirSync, readFileSync } from "node:fs";
import { createBinanceFutures } from "../../src/market/providers/binance-futures.ts";
import { createBitget } from "../../src/market/providers/bitget.ts";
import { createBybit } from "../../src/market/providers/bybit.ts";
import { createDefiLlamaFees } from "../../src/market/providers/defillama-fees.ts";
import { createOkx } from "../../src/market/providers/okx.ts";
import { join } from "node:path";
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

const wire = () => testWire({ clock: () => NOW, wait: async () => undefined });
const fees = () => createDefiLlamaFees({ ...wire(), base: market.defillamaBase });

/** Has the next answers be this text, whatever is asked. */
const serve = (body: string, status = 200): void => {
  market.heal();
  market.fail("", { kind: "status", status, body }, Infinity);
};

type Row = Readonly<Record<string, unknown>>;

describe.skipIf(folder === undefined)("recorded answers of the folder SAMPLES", () => {
  test.for(matching(/defillama\/.*\/protocols_eigen\.json$/))("%s: each protocol is read", async (file) => {
    serve(read(file));
    const { rows } = await fees().protocols("person");
    const recorded = JSON.parse(read(file)) as readonly Row[];
    expect(rows.map(({ slug, tvlUsd }) => [slug, tvlUsd])).toEqual(recorded.map((row) => [row["slug"], row["tvl"]]));
    expect(rows[0]).toMatchObject({ assetId: "eigenlayer", symbol: "EIGEN" });
    expect(rows[1]).toMatchObject({ family: "magpie-ecosystem" });
    expect(rows[1]).not.toHaveProperty("assetId");
  });

  test.for(matching(/defillama\/.*\/summary_fees\.json$/))("%s: name, token and days are read", async (file) => {
    serve(read(file));
    const summary = JSON.parse(read(file)) as Row;
    const daily = await fees().daily("hyperliquid", "person");
    expect(daily).toMatchObject({ name: summary["displayName"], assetId: summary["gecko_id"] });
  });

  test.for(matching(/binance\/errors\/451_.*\.json$/))("%s: is a refusal", async (file) => {
    serve(read(file), 451);
    const exchange = createBinanceFutures({ ...wire(), base: market.binanceFuturesBase });
    await expect(exchange.board("person")).rejects.toMatchObject({ failure: "refused" });
  });

  test.for(matching(/\.(json|xml|rss|html|txt)$/))(
    "%s: in the place of any answer it gives figures or a ProviderError",
    async (file) => {
      serve(read(file));
      const llama = fees();
      const exchanges = [
        createBinanceFutures({ ...wire(), base: market.binanceFuturesBase }),
        createBybit({ ...wire(), base: market.bybitBase }),
        createOkx({ ...wire(), base: market.okxBase }),
        createBitget({ ...wire(), base: market.bitgetBase }),
      ];
      const asks: readonly (() => Promise<readonly (number | undefined)[]>)[] = [
        async () => (await llama.protocols("person")).rows.map(({ tvlUsd }) => tvlUsd),
        async () => (await llama.chains("person")).rows.map(({ tvlUsd }) => tvlUsd),
        async () => (await llama.takings("fees", "person")).rows.map(({ last30dUsd }) => last30dUsd),
        async () => (await llama.daily("x", "person")).points.map(([, value]) => value),
        ...exchanges.flatMap((exchange) => [
          async () => [...(await exchange.board("person")).perpetuals.values()].map(({ rate }) => rate),
          async () => [(await exchange.longShort("BTC", "person"))?.longFraction],
        ]),
      ];
      for (const ask of asks) {
        try {
          for (const figure of await ask()) expect(figure === undefined || Number.isFinite(figure)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(ProviderError);
        }
      }
    },
  );
});
