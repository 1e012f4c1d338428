import type { AlertSource } from "../jobs/check-alerts-prices.ts";
import type { Config } from "../config.ts";
import type { MarketSource, PriceSource } from "../market/source.ts";
import type { Quotes } from "../market/quotes.ts";

const MINUTE_MS = 60_000;
const TEN_MINUTES_MS = 10 * MINUTE_MS;

/**
 * Whose prices alerts go by, and how often. A paid key of CoinGecko pays for a request a minute; without one DefiLlama, which takes no
 * key, is asked each minute, and CoinGecko and CoinPaprika every ten minutes for what it lacks. Those that are not needed for a figure
 * are asked to confirm one.
 */
export function alertSources(
  [coingecko, defillama, coinpaprika]: readonly [MarketSource, PriceSource, PriceSource],
  plan: Config["market"]["coingecko"]["plan"],
): readonly AlertSource[] {
  const listed = (everyMs: number): AlertSource => ({
    source: coingecko.source,
    everyMs,
    hasSizes: true,
    prices: (assets, patience) =>
      coingecko.markets(
        assets.map(({ id }) => id),
        "USD",
        patience,
      ),
  });
  const llama = { source: defillama.source, hasSizes: false, prices: defillama.prices.bind(defillama) };
  const paprika = { source: coinpaprika.source, hasSizes: true, prices: coinpaprika.prices.bind(coinpaprika) };
  return plan === "pro"
    ? [listed(MINUTE_MS), { ...llama, everyMs: TEN_MINUTES_MS }, { ...paprika, everyMs: TEN_MINUTES_MS }]
    : [{ ...llama, everyMs: MINUTE_MS }, listed(TEN_MINUTES_MS), { ...paprika, everyMs: TEN_MINUTES_MS }];
}

/** Sample prices, so that an alert can be tried out. */
export const sampleAlertSources = (quotes: Quotes): readonly AlertSource[] => [
  {
    source: "sample data",
    everyMs: MINUTE_MS,
    hasSizes: true,
    prices: (assets, patience) => quotes.of(assets, "USD", patience),
  },
];
