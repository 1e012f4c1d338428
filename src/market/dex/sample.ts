import type { DexDataSource, Found, TokenPool } from "./source.ts";
import { chainNamed } from "../chains.ts";
import { isSame } from "./address.ts";
import { known } from "../../wire/figure.ts";
import type { MarketSource } from "../source.ts";
import { readFileSync } from "node:fs";
import { z } from "zod";

const positive = z.number().positive();
const instant = z.iso.datetime().transform((each) => Date.parse(each));
const token = z.strictObject({ address: z.string().min(1), symbol: z.string().min(1), name: z.string().min(1) });

/** The form of data/sample-dex.json. US dollars; shares and changes as fractions. */
const file = z.strictObject({
  schemaVersion: z.literal(1),
  /** Of sample-market.json too: the figures are of one instant. */
  asOf: instant,
  about: z.string(),
  currency: z.literal("USD"),
  tokens: z.array(
    z.strictObject({
      ...token.shape,
      chain: z.string().min(1),
      /** Of the sample market, where its price and week are. */
      assetId: z.string().optional(),
      price: positive.optional(),
      change24h: z.number().min(-1).optional(),
      fdv: positive,
      cap: positive.optional(),
      holders: z.int().positive(),
      top10: positive.max(1),
      canMint: z.boolean(),
      canFreeze: z.boolean().optional(),
      pools: z
        .array(
          z.strictObject({
            dex: z.string().min(1),
            address: z.string().min(1),
            other: token,
            liquidity: positive,
            volume24h: positive,
            buys24h: z.int(),
            sells24h: z.int(),
            createdAt: instant,
          }),
        )
        .min(1),
    }),
  ),
});

type SampleToken = z.output<typeof file>["tokens"][number];

/**
 * The pools of data/sample-dex.json in the shape of a provider, with the prices of the sample market.
 * @throws Error when the file is missing or not in its form
 */
export function createSampleDex(
  market: Pick<MarketSource, "source" | "markets" | "week">,
  path: URL = new URL("../../../data/sample-dex.json", import.meta.url),
): DexDataSource {
  const { tokens, asOf } = file.parse(JSON.parse(readFileSync(path, "utf8")));
  const { source } = market;

  const poolsOf = async (each: SampleToken): Promise<readonly TokenPool[]> => {
    const { address, symbol, name, fdv, cap, assetId = "" } = each;
    const row = (await market.markets([assetId], "USD", "person")).get(assetId);
    const chain = chainNamed(each.chain);
    if (chain === undefined) throw new RangeError(`no chain ${each.chain}`);
    return each.pools.map((pool) => ({
      ...pool,
      chain,
      token: { address, symbol, name },
      side: "base",
      fdv,
      ...known({ price: row?.price ?? each.price, change24h: row?.change24h ?? each.change24h, cap }),
    }));
  };
  const there = (chainId: string | undefined): readonly SampleToken[] =>
    tokens.filter(({ chain }) => chainId === undefined || chain === chainId);

  return {
    source,

    async find(address, chain): Promise<Found> {
      const each = there(chain?.id);
      const own = each.find((one) => isSame(one.address, address));
      if (own) return { pools: await poolsOf(own), isPool: false, asOf };
      const pools = (await Promise.all(each.map(poolsOf))).flat();
      return { pools: pools.filter((pool) => isSame(pool.address, address)), isPool: true, asOf };
    },

    async pools(chain, address) {
      const own = there(chain.id).find((one) => isSame(one.address, address));
      return { pools: own ? await poolsOf(own) : [], asOf };
    },

    async info(chain, address) {
      const own = there(chain.id).find((one) => isSame(one.address, address));
      if (!own) return undefined;
      const { holders, top10, canMint, canFreeze } = own;
      return { holders, top10, canMint, asOf, ...known({ canFreeze }) };
    },

    /** Whatever interval is asked for, the sample has prices of a week only, some hours apart. */
    async candles({ pool: address }, patience) {
      const own = tokens.find(({ pools }) => pools.some((pool) => isSame(pool.address, address)));
      const pool = own?.pools.find((each) => isSame(each.address, address));
      const week = own?.assetId === undefined ? undefined : await market.week(own.assetId, "USD", patience);
      if (!pool || !week) return undefined;
      const candles = week.points.slice(1).map(([to, close], index) => {
        const [at, open] = week.points[index] ?? [to, close];
        return { at, open, high: Math.max(open, close), low: Math.min(open, close), close };
      });
      const [first, second] = candles;
      if (!first || !second) return undefined;
      const intervalMs = second.at - first.at;
      const each = (pool.volume24h * intervalMs) / 86_400_000;
      return { candles, volumes: candles.map(({ at }) => [at, each] as const), intervalMs, source, asOf };
    },
  };
}
