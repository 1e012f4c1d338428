import type { MarketSource } from "./source.ts";
import { known } from "../wire/figure.ts";
import type { ProfileAmounts, ProfileSource } from "./profile.ts";
import { readFileSync } from "node:fs";
import { z } from "zod";

const positive = z.number().positive();
const extreme = z.strictObject({ price: positive, on: z.iso.date() });

/** The form of data/sample-coins.json. Amounts in US dollars, supply in coins. */
const file = z.strictObject({
  schemaVersion: z.literal(1),
  /** Of sample-market.json too: the figures are of one instant. */
  asOf: z.iso.datetime().transform((each) => Date.parse(each)),
  about: z.string(),
  currency: z.literal("USD"),
  coins: z.array(
    z.strictObject({
      id: z.string().min(1),
      circulating: positive,
      total: positive,
      max: positive.optional(),
      isUnlimited: z.literal(true).optional(),
      low24h: positive,
      high24h: positive,
      allTimeHigh: extreme.optional(),
      allTimeLow: extreme.optional(),
      genesisOn: z.iso.date().optional(),
      categories: z.array(z.string()),
      links: z.strictObject({ website: z.url().optional(), x: z.url().optional(), github: z.url().optional() }),
      about: z.string().max(400).startsWith("Sample text: ").optional(),
    }),
  ),
});

/**
 * The profiles of data/sample-coins.json, with the prices of the sample market.
 * @throws Error when the file is missing or not in its form
 */
export function createSampleProfiles(
  market: Pick<MarketSource, "source" | "markets" | "exchangeRates">,
  path: URL = new URL("../../data/sample-coins.json", import.meta.url),
): ProfileSource {
  const sample = file.parse(JSON.parse(readFileSync(path, "utf8")));
  const coins = new Map(sample.coins.map((coin) => [coin.id, coin]));
  return {
    source: market.source,

    async profile({ id, contracts = {} }, patience) {
      const coin = coins.get(id);
      const row = (await market.markets([id], "USD", patience)).get(id);
      if (!coin || !row) return undefined;
      const { perBitcoin } = await market.exchangeRates(patience);
      const usd = perBitcoin.get("USD")?.value;
      const amounts = [...perBitcoin].flatMap(([code, { value }]): [string, ProfileAmounts][] => {
        if (usd === undefined) return [];
        const rate = value / usd;
        const times = (each: number | undefined) => (each === undefined ? undefined : each * rate);
        const reached = (each: z.output<typeof extreme> | undefined) =>
          each && { price: each.price * rate, at: Date.parse(each.on) };
        const { price, change24h, change7d, marketCap, volume24h } = row;
        const rest = known({
          change24h,
          change7d,
          marketCap: times(marketCap),
          fullyDiluted: times((coin.max ?? coin.total) * price),
          volume24h: times(volume24h),
          low24h: times(coin.low24h),
          high24h: times(coin.high24h),
          allTimeHigh: reached(coin.allTimeHigh),
          allTimeLow: reached(coin.allTimeLow),
        });
        return [[code, { price: price * rate, ...rest }]];
      });
      const { circulating, total, max, isUnlimited, categories, links, genesisOn, about } = coin;
      return {
        source: market.source,
        asOf: sample.asOf,
        amounts: Object.fromEntries(amounts),
        supply: { circulating, total, ...known({ max, isUnlimited }) },
        categories,
        contracts: Object.entries(contracts).map(([chain, address]) => ({ chain, address })),
        links: known(links),
        ...known({ rank: row.rank, genesisOn, about }),
      };
    },
  };
}
