import type { Candle } from "../../core/reply.ts";
import { isSame, normal } from "../dex/address.ts";
import { known, maybe, readNumber, readPositive, readRows, readTime } from "../../wire/figure.ts";
import type { PoolCandles, PoolToken, TokenInfo, TokenPool } from "../dex/source.ts";
import { cleanLine } from "../../core/clean.ts";
import { serviceChain } from "../chains.ts";
import { z } from "zod";

/**
 * What GeckoTerminal answers (JSON:API, numbers as text), read tolerantly. CoinGecko's on-chain API answers the same. Its own
 * schema is stricter than its answers: `pool_created_at` is null at times.
 */

const { anything, positive, change } = maybe;
/** An address becomes part of a path and of a message. */
const address = z.string().regex(/^[\w:.=+/-]{3,200}$/);
const name = (limit: number) => z.string().transform((each) => cleanLine(each, limit));
const related = z.object({ data: z.object({ id: z.string() }) });
/** A number of trades; none is a number too. */
const count = anything.transform((value) => {
  const number = readNumber(value);
  return number !== undefined && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
});

export const poolsBody = z.object({ data: z.array(z.unknown()), included: z.array(z.unknown()).catch([]) });

const poolRow = z.object({
  id: z.string(),
  attributes: z.object({
    address,
    name: name(80).catch(""),
    base_token_price_usd: positive,
    quote_token_price_usd: positive,
    reserve_in_usd: positive,
    fdv_usd: positive,
    market_cap_usd: positive,
    pool_created_at: anything,
    price_change_percentage: z
      .object({ m5: change, h1: change, h6: change, h24: change })
      .catch({ m5: undefined, h1: undefined, h6: undefined, h24: undefined }),
    transactions: z
      .object({ h24: z.object({ buys: count, sells: count }) })
      .optional()
      .catch(undefined),
    volume_usd: z.object({ h24: anything }).optional().catch(undefined),
  }),
  relationships: z.object({ base_token: related, quote_token: related, dex: related.optional().catch(undefined) }),
});

const tokenRow = z.object({
  id: z.string(),
  type: z.literal("token"),
  attributes: z.object({ address, name: name(60).catch(""), symbol: name(24).catch("") }),
});

const dexRow = z.object({ id: z.string(), type: z.literal("dex"), attributes: z.object({ name: name(30) }) });

/** Whose pools an answer is about. */
export interface Viewpoint {
  readonly address: string;
  /** Whether `fdv_usd` and `market_cap_usd` are those of the asked token, as in its list of pools, or of the base token. */
  readonly capsAreOf: "asked" | "base";
  readonly now: number;
}

/** The rows that trade the asked token; what it is called where `included` does not say is the pool's name. */
export function tokenPools(
  body: z.output<typeof poolsBody>,
  { address: asked, capsAreOf, now }: Viewpoint,
): readonly TokenPool[] {
  return rowsOf(body, now).flatMap((seen) => {
    const side = isSame(seen.base.address, asked) ? "base" : isSame(seen.quote.address, asked) ? "quote" : undefined;
    return side === undefined ? [] : [seenFrom(seen, side, capsAreOf === "asked" || side === "base")];
  });
}

/** The pool with this address, seen from its base token. */
export function poolAt(body: z.output<typeof poolsBody>, asked: string, now: number): readonly TokenPool[] {
  return rowsOf(body, now).flatMap((seen) => (isSame(seen.pool.address, asked) ? [seenFrom(seen, "base", true)] : []));
}

interface Seen {
  readonly pool: Pick<TokenPool, "chain" | "address" | "dex" | "liquidity" | "volume24h" | "createdAt">;
  readonly base: PoolToken;
  readonly quote: PoolToken;
  readonly row: z.output<typeof poolRow>["attributes"];
}

function rowsOf({ data, included }: z.output<typeof poolsBody>, now: number): readonly Seen[] {
  const tokens = new Map(readRows(included, tokenRow).map((each) => [each.id, each.attributes]));
  const exchanges = new Map(readRows(included, dexRow).map((each) => [each.id, each.attributes.name]));
  return readRows(data, poolRow).flatMap(({ id, attributes, relationships }): Seen[] => {
    // "polygon_pos_0x…": the network's name may hold the sign that parts it from the address.
    if (!id.toLowerCase().endsWith(`_${attributes.address.toLowerCase()}`)) return [];
    const network = id.slice(0, -attributes.address.length - 1);
    const [left = "", right = ""] = attributes.name.split(" / ");
    const tokenOf = (tokenId: string, symbol: string): PoolToken => {
      const said = tokens.get(tokenId);
      const own = said?.symbol ?? symbol;
      return {
        address: normal(said?.address ?? tokenId.slice(network.length + 1)),
        symbol: own === "" ? "?" : own,
        name: said?.name ? said.name : own,
      };
    };
    const dexId = relationships.dex?.data.id ?? "";
    return [
      {
        pool: {
          chain: serviceChain("geckoterminal", cleanLine(network, 40)),
          address: normal(attributes.address),
          dex: exchanges.get(dexId) ?? cleanLine(dexId, 30),
          ...known({
            liquidity: attributes.reserve_in_usd,
            volume24h: readVolume(attributes.volume_usd?.h24),
            createdAt: readTime(attributes.pool_created_at, now),
          }),
        },
        base: tokenOf(relationships.base_token.data.id, left),
        quote: tokenOf(relationships.quote_token.data.id, right.replace(/ [\d.]+%$/, "")),
        row: attributes,
      },
    ];
  });
}

/** Nothing traded is known and is nothing: a pool in which nobody trades is told from one of which nobody speaks. */
const readVolume = (value: unknown): number | undefined => {
  const number = readNumber(value);
  return number !== undefined && number >= 0 ? number : undefined;
};

function seenFrom({ pool, base, quote, row }: Seen, side: "base" | "quote", hasCaps: boolean): TokenPool {
  const { m5, h1, h6, h24 } = row.price_change_percentage;
  const { buys, sells } = row.transactions?.h24 ?? {};
  const caps = hasCaps ? known({ fdv: row.fdv_usd, cap: row.market_cap_usd }) : {};
  return side === "base"
    ? {
        ...pool,
        ...caps,
        token: base,
        other: quote,
        side,
        ...known({
          price: row.base_token_price_usd,
          change5m: m5,
          change1h: h1,
          change6h: h6,
          change24h: h24,
          buys24h: buys,
          sells24h: sells,
        }),
      }
    : // Who buys the base token sells the quote token.
      {
        ...pool,
        ...caps,
        token: quote,
        other: base,
        side,
        ...known({ price: row.quote_token_price_usd, buys24h: sells, sells24h: buys }),
      };
}

export const infoBody = z.object({ data: z.object({ attributes: z.record(z.string(), z.unknown()) }) });

const holders = z
  .object({ count, distribution_percentage: z.object({ top_10: anything }).optional().catch(undefined) })
  .optional()
  .catch(undefined);

/** `/tokens/{address}/info`. Descriptions, links, scores and verdicts in it are left out: they are others' words. */
export function infoOf({ data }: z.output<typeof infoBody>, now: number): TokenInfo {
  const { attributes } = data;
  const held = holders.parse(attributes["holders"]);
  const share = readNumber(held?.distribution_percentage?.top_10);
  return {
    asOf: now,
    ...known({
      holders: held?.count === 0 ? undefined : held?.count,
      top10: share !== undefined && share > 0 && share <= 100 ? share / 100 : undefined,
      canMint: readAuthority(attributes["mint_authority"]),
      canFreeze: readAuthority(attributes["freeze_authority"]),
    }),
  };
}

/** "yes", "no", or who has it; null and "unknown" say nothing. */
function readAuthority(value: unknown): boolean | undefined {
  if (typeof value === "boolean") return value;
  if (value === "no") return false;
  return typeof value === "string" && value !== "" && value !== "unknown" ? true : undefined;
}

export const ohlcvBody = z.object({ data: z.object({ attributes: z.object({ ohlcv_list: z.array(z.unknown()) }) }) });

/** Rows of seconds, open, high, low, close, volume, newest first; one that contradicts itself is no row. */
export function candlesOf({ data }: z.output<typeof ohlcvBody>, now: number): Pick<PoolCandles, "candles" | "volumes"> {
  const rows = new Map<number, { readonly candle: Candle; readonly volume: number | undefined }>();
  for (const each of data.attributes.ohlcv_list) {
    const [time, ...rest] = Array.isArray(each) ? (each as unknown[]) : [];
    const at = readNumber(time) === undefined ? undefined : readTime(time, now);
    const [open, high, low, close] = rest.slice(0, 4).map(readPositive);
    if (at === undefined || open === undefined || high === undefined || low === undefined || close === undefined)
      continue;
    if (high < Math.max(open, close) || low > Math.min(open, close)) continue;
    rows.set(at, { candle: { at, open, high, low, close }, volume: readVolume(rest[4]) });
  }
  const inOrder = [...rows.values()].toSorted((a, b) => a.candle.at - b.candle.at);
  return {
    candles: inOrder.map(({ candle }) => candle),
    volumes: inOrder.flatMap(({ candle, volume }) => (volume === undefined ? [] : [[candle.at, volume] as const])),
  };
}
