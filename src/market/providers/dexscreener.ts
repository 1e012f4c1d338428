import { createTransport, type Wire } from "../../wire/transport.ts";
import { known, maybe, readNumber, readPositive, readRows, readTime } from "../../wire/figure.ts";
import type { PoolToken, TokenPool, DexSource } from "../dex/source.ts";
import { isSame, normal } from "../dex/address.ts";
import { noneIfMissing } from "../dex/none-if-missing.ts";
import { cleanLine } from "../../core/clean.ts";
import { serviceChain } from "../chains.ts";
import { z } from "zod";

const SOURCE = "DexScreener";

const { anything, positive, change } = maybe;
const name = (limit: number) => z.string().transform((each) => cleanLine(each, limit));
/** An address becomes part of a path and of a message. */
const address = z.string().regex(/^[\w:.=+/-]{3,200}$/);
const token = z.object({ address, name: name(60).catch(""), symbol: name(24).catch("") });
const atLeastZero = anything.transform((value) => {
  const number = readNumber(value);
  return number !== undefined && number >= 0 ? number : undefined;
});

/** A search answers `{pairs: null}` where there is nothing. */
const searchBody = z.object({ pairs: z.array(z.unknown()).nullable() });
const pairsBody = z.array(z.unknown());

/** One pair; `liquidity`, `fdv`, `marketCap` and parts of `priceChange` are left out at times. */
const pair = z.object({
  chainId: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/),
  dexId: name(30),
  pairAddress: address,
  baseToken: token,
  quoteToken: token,
  priceNative: positive,
  priceUsd: positive,
  txns: z
    .object({ h24: z.object({ buys: atLeastZero, sells: atLeastZero }) })
    .optional()
    .catch(undefined),
  volume: z.object({ h24: atLeastZero }).optional().catch(undefined),
  priceChange: z.object({ m5: change, h1: change, h6: change, h24: change }).optional().catch(undefined),
  liquidity: z.object({ usd: positive }).optional().catch(undefined),
  fdv: positive,
  marketCap: positive,
  pairCreatedAt: anything,
});

/** Pairs by address. Its documentation gives pairs, tokens and search 300 requests a minute (https://docs.dexscreener.com/api/reference). */
export function createDexScreener(parts: Wire & { readonly base: string }): DexSource {
  const transport = createTransport({ ...parts, provider: SOURCE, allowance: { tokens: 300, perMs: 60_000 } });
  const read = (rows: readonly unknown[]) => readRows(rows, pair);

  return {
    source: SOURCE,

    async find(asked, chain, patience) {
      const body = await noneIfMissing(transport.json("/latest/dex/search", { q: asked }, searchBody, { patience }));
      const now = parts.clock();
      const there = read(body?.pairs ?? []).filter((each) => chain === undefined || each.chainId === chain.dexscreener);
      // The search is fuzzy and full of imitations, so only what has the very address counts.
      const pools = there.flatMap((each) => seenFrom(each, asked, now));
      if (pools.length > 0) return { pools, isPool: false, asOf: now };
      const own = there.filter(({ pairAddress }) => isSame(pairAddress, asked));
      return { pools: own.flatMap((each) => seenFrom(each, each.baseToken.address, now)), isPool: true, asOf: now };
    },

    async pools(chain, asked, patience) {
      const path = `/token-pairs/v1/${encodeURIComponent(chain.dexscreener)}/${encodeURIComponent(asked)}`;
      const rows = await noneIfMissing(transport.json(path, {}, pairsBody, { patience }));
      const asOf = parts.clock();
      return { pools: read(rows ?? []).flatMap((each) => seenFrom(each, asked, asOf)), asOf };
    },
  };
}

const tokenOf = ({ address: each, symbol, name: called }: z.output<typeof token>): PoolToken => ({
  address: normal(each),
  symbol: symbol === "" ? "?" : symbol,
  name: called === "" ? symbol : called,
});

/** None when the pair does not trade the asked token. */
function seenFrom(row: z.output<typeof pair>, asked: string, now: number): readonly TokenPool[] {
  const { baseToken, quoteToken, priceUsd, priceNative, priceChange } = row;
  const { buys, sells } = row.txns?.h24 ?? {};
  const pool = {
    chain: serviceChain("dexscreener", row.chainId),
    address: normal(row.pairAddress),
    dex: row.dexId,
    ...known({
      liquidity: row.liquidity?.usd,
      volume24h: row.volume?.h24,
      createdAt: readTime(row.pairCreatedAt, now),
    }),
  };
  if (isSame(baseToken.address, asked)) {
    const changes = {
      change5m: priceChange?.m5,
      change1h: priceChange?.h1,
      change6h: priceChange?.h6,
      change24h: priceChange?.h24,
    };
    const figures = { price: priceUsd, fdv: row.fdv, cap: row.marketCap, buys24h: buys, sells24h: sells };
    return [
      {
        ...pool,
        token: tokenOf(baseToken),
        other: tokenOf(quoteToken),
        side: "base",
        ...known({ ...figures, ...changes }),
      },
    ];
  }
  if (!isSame(quoteToken.address, asked)) return [];
  // `priceUsd`, `fdv` and the changes are the base token's; `priceNative` is how much of the quote token one of it costs.
  const price = priceUsd === undefined || priceNative === undefined ? undefined : readPositive(priceUsd / priceNative);
  return [
    {
      ...pool,
      token: tokenOf(quoteToken),
      other: tokenOf(baseToken),
      side: "quote",
      ...known({ price, buys24h: sells, sells24h: buys }),
    },
  ];
}
