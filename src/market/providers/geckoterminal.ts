import { createTransport, type TransportParts, type Wire } from "../../wire/transport.ts";
import type { DexDataSource, Interval } from "../dex/source.ts";
import { candlesOf, infoBody, infoOf, ohlcvBody, poolAt, poolsBody, tokenPools } from "./geckoterminal-answers.ts";
import { noneIfMissing } from "../dex/none-if-missing.ts";

/** Pools, tokens and candles of GeckoTerminal. https://apiguide.geckoterminal.com/faq: 30 requests a minute, no key. */
export const createGeckoTerminal = (parts: Wire & { readonly base: string }): DexDataSource =>
  createPoolApi({ ...parts, provider: "GeckoTerminal", allowance: { tokens: 30, perMs: 60_000 } });

/** How its candles are asked for, and how long one lasts. */
const INTERVALS: Readonly<
  Record<Interval, { readonly timeframe: string; readonly aggregate: number; readonly ms: number }>
> = {
  "15m": { timeframe: "minute", aggregate: 15, ms: 15 * 60_000 },
  "1h": { timeframe: "hour", aggregate: 1, ms: 60 * 60_000 },
  "4h": { timeframe: "hour", aggregate: 4, ms: 4 * 60 * 60_000 },
  "1d": { timeframe: "day", aggregate: 1, ms: 24 * 60 * 60_000 },
};

/** Without it pools name their tokens and exchange by id alone. */
const include = ["base_token", "quote_token", "dex"] as const;

/** The API that GeckoTerminal and CoinGecko's on-chain part have in common. */
export function createPoolApi(parts: TransportParts): DexDataSource {
  const { provider: source, clock } = parts;
  const transport = createTransport(parts);
  const pathOf = (network: string, kind: "tokens" | "pools", address: string): string =>
    `/networks/${encodeURIComponent(network)}/${kind}/${encodeURIComponent(address)}`;

  return {
    source,

    async find(address, chain, patience) {
      const network = chain === undefined ? {} : { network: chain.geckoterminal };
      const query = { query: address, ...network, include, page: 1 };
      const body = await noneIfMissing(transport.json("/search/pools", query, poolsBody, { patience }));
      if (body === undefined) return { pools: [], isPool: false, asOf: clock() };
      // The search is fuzzy: names count too, and a token may be named like another's address.
      const asOf = clock();
      const pools = tokenPools(body, { address, capsAreOf: "base", now: asOf });
      return pools.length > 0
        ? { pools, isPool: false, asOf }
        : { pools: poolAt(body, address, asOf), isPool: true, asOf };
    },

    async pools(chain, address, patience) {
      const path = `${pathOf(chain.geckoterminal, "tokens", address)}/pools`;
      const body = await noneIfMissing(transport.json(path, { include, page: 1 }, poolsBody, { patience }));
      const asOf = clock();
      return { pools: body ? tokenPools(body, { address, capsAreOf: "asked", now: asOf }) : [], asOf };
    },

    async info(chain, address, patience) {
      const path = `${pathOf(chain.geckoterminal, "tokens", address)}/info`;
      const body = await noneIfMissing(transport.json(path, {}, infoBody, { patience }));
      return body && infoOf(body, clock());
    },

    async candles({ chain, pool, side, interval, count }, patience) {
      const { timeframe, aggregate, ms } = INTERVALS[interval];
      const path = `${pathOf(chain.geckoterminal, "pools", pool)}/ohlcv/${timeframe}`;
      const query = { aggregate, limit: Math.min(count, 1_000), currency: "usd", token: side };
      const body = await noneIfMissing(transport.json(path, query, ohlcvBody, { patience }));
      const read = body && candlesOf(body, clock());
      const last = read?.candles.at(-1);
      return read && last && { ...read, intervalMs: ms, source, asOf: Math.min(last.at + ms, clock()) };
    },
  };
}
